/** The ablation table: what the shortcuts were worth, one row per network, residual beside plain. */

import { t } from '../messages';
import { captionOf } from './caption';
import { differenceInterval, type Interval } from './interval';
import { networkOf, placeLeftOut, type Sides } from './left-out';
import { explanationsOf } from './remark-words';
import { differenceRemarks, leftOutRemark, type Remark, runRemarks, type SideRemark } from './remarks';
import type { RunRecord } from './run';
import { factsOf, imageNames, twinsKey } from './twin-settings';

/** The test numbers of one network, over seeds. */
export interface TestSide {
  /** Mean, 0..1. */
  accuracy: number;
  deviation?: number;
  /** Epochs of the checkpoints, in the order of `seeds`. */
  epochs: readonly number[];
}

/** One side of a row: the runs of one network, over seeds. */
export interface TableSide {
  runIds: readonly string[];
  arms: readonly string[];
  /** Mean validation accuracy after the last epoch, 0..1. */
  accuracy: number;
  /** Sample standard deviation over seeds; absent for a single run. */
  deviation?: number;
  seeds: readonly number[];
  /** Validation accuracies that `accuracy` is the mean of, in the order of `seeds`. */
  accuracies: readonly number[];
  params: number;
  /** The best checkpoints on the test images; only if each of these runs has a test result. */
  test?: TestSide;
  /** Mean wall time of an epoch. */
  secondsPerEpoch: number;
}

export interface TableRow {
  /** `50 layers`, with the arms' names where depth alone does not tell rows apart. */
  label: string;
  depth: number;
  epochs: number;
  residual?: TableSide;
  plain?: TableSide;
  /** Residual minus plain in percentage points; absent without a twin. */
  differencePoints?: number;
  /** 95 % interval of the difference over seeds, in percentage points; absent where a side has one seed. */
  interval?: Interval;
  /** What must be known of these numbers: shown beside them, whatever the table is written as. */
  remarks: readonly Remark[];
}

export interface AblationTable {
  /** What the numbers are: data set, split, epochs, optimizer. One sentence for each setting that occurs. */
  caption: string;
  rows: readonly TableRow[];
  /** Every run of the table has a test number; otherwise none is shown. */
  tested: boolean;
  /** Networks without a row, as none of their runs has finished. */
  absent: readonly AbsentArm[];
  /** What the remarks mean and what to do, a sentence each. */
  notes: readonly string[];
}

/** A network without a run that counts. */
export interface AbsentArm {
  arm: string;
  remark: SideRemark;
}

/**
 * Pairs finished runs: rows are networks that are equal but for their shortcuts (`network.twinKey`), trained with
 * equal settings but for the seed, on the same images, for the same number of epochs. Runs in any other state do not
 * count, but the remarks say that they are left out. Rows are ordered by depth, then by the age of their oldest run.
 * @param runs all that were chosen, in any state.
 */
export function ablationTable(runs: readonly RunRecord[]): AblationTable {
  const ordered = [...runs].sort((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0,
  );
  const finished = ordered.filter((run) => run.state === 'finished' && run.epochs.length > 0);
  const images = imageNames(finished);
  const pairs = [...groupBy(finished, (run) => twinsKey(run, images)).values()].flatMap(sidesOf);
  const { missing, withoutRow } = placeLeftOut(
    pairs,
    ordered.filter((run) => !finished.includes(run)),
    images,
  );
  const rows = pairs.map((pair, index) => rowOf(pair, missing[index]!));
  rows.sort((a, b) => a.depth - b.depth);
  const sides = rows.flatMap(({ residual, plain }) => [residual, plain]).filter((side) => side !== undefined);
  const tested = sides.length > 0 && sides.every(({ test }) => test !== undefined);
  const shown = tested ? rows : rows.map(untested);
  return {
    caption: captionOf(shown, tested),
    rows: labeled(shown),
    tested,
    absent: [...groupBy(withoutRow, ({ arm }) => arm)].flatMap(([arm, left]) =>
      leftOutRemark(left, 0).map((remark) => ({ arm, remark })),
    ),
    notes: explanationsOf(shown.flatMap(({ remarks }) => remarks)),
  };
}

/** Several residual networks may share one plain twin: with other kinds of shortcuts, or with fewer of them. */
function sidesOf(twins: readonly RunRecord[]): Sides[] {
  const plain = twins.filter(({ network }) => network.variant === 'plain');
  const residuals = groupBy(
    twins.filter(({ network }) => network.variant === 'residual'),
    networkOf,
  );
  return residuals.size === 0
    ? [{ residual: [], plain }]
    : [...residuals.values()].map((residual) => ({ residual, plain }));
}

/** Numbers of some runs alone would be compared with nothing. */
function untested(row: Draft): Draft {
  const without = ({ test, ...side }: TableSide): TableSide => side;
  return {
    ...row,
    ...(row.residual ? { residual: without(row.residual) } : {}),
    ...(row.plain ? { plain: without(row.plain) } : {}),
    remarks: row.remarks.filter((remark) => remark.kind !== 'at-chance' || remark.measured !== 'test'),
  };
}

type Draft = TableRow & { members: readonly RunRecord[] };

/** @param missing runs that belong here, but have not finished. */
function rowOf(pair: Sides, missing: Sides): Draft {
  const counted = { residual: newestOfSeeds(pair.residual), plain: newestOfSeeds(pair.plain) };
  const residual = sideOf(counted.residual);
  const plain = sideOf(counted.plain);
  const interval = residual && plain && intervalOf(residual, plain);
  const about = (side: keyof Sides): Remark[] => {
    const left = [...pair[side].filter((run) => !counted[side].includes(run)), ...missing[side]];
    const remarks = [...runRemarks(counted[side]), ...leftOutRemark(left, counted[side].length)];
    return remarks.map((remark) => ({ about: side, ...remark }));
  };
  const sides = [...about('residual'), ...about('plain')];
  const members = [...pair.residual, ...pair.plain];
  return {
    label: '',
    depth: Math.max(...members.map((run) => run.network.depth)),
    epochs: members[0]?.epochs.length ?? 0,
    ...(residual ? { residual } : {}),
    ...(plain ? { plain } : {}),
    ...(residual && plain ? { differencePoints: 100 * (residual.accuracy - plain.accuracy) } : {}),
    ...(interval ? { interval } : {}),
    remarks: [...sides, ...(residual && plain ? differenceRemarks(residual, plain, interval, sides) : [])],
    members,
  };
}

function intervalOf(residual: TableSide, plain: TableSide): Interval | undefined {
  const sample = ({ seeds, accuracies }: TableSide) => ({
    seeds,
    values: accuracies.map((accuracy) => 100 * accuracy),
  });
  return differenceInterval(sample(residual), sample(plain));
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean, and sample standard deviation of more than one. */
function spread(values: readonly number[]): { accuracy: number; deviation?: number } {
  const accuracy = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - accuracy) ** 2, 0);
  return {
    accuracy,
    ...(values.length > 1 ? { deviation: Math.sqrt(squares / (values.length - 1)) } : {}),
  };
}

/** One run per seed counts: of repeated ones the newest. */
const newestOfSeeds = (runs: readonly RunRecord[]): RunRecord[] => [
  ...new Map(runs.map((run) => [run.settings.seed, run])).values(),
];

function sideOf(counted: readonly RunRecord[]): TableSide | undefined {
  const [first] = counted;
  if (first === undefined) return undefined;
  const tests = counted.flatMap(({ test }) => test ?? []);
  const accuracies = counted.map((run) => run.epochs.at(-1)?.valAccuracy ?? 0);
  return {
    runIds: counted.map((run) => run.id),
    arms: [...new Set(counted.map((run) => run.arm))],
    ...spread(accuracies),
    seeds: counted.map((run) => run.settings.seed),
    accuracies,
    params: first.network.params,
    ...(tests.length === counted.length
      ? {
          test: {
            ...spread(tests.map((test) => test.accuracy)),
            epochs: tests.map(({ epoch }) => epoch),
          },
        }
      : {}),
    secondsPerEpoch: mean(counted.flatMap((run) => run.epochs.map((epoch) => epoch.seconds))),
  };
}

function labeled(rows: readonly Draft[]): TableRow[] {
  const byDepth = groupBy(rows, (row) => String(row.depth));
  const names = (row: TableRow) =>
    [...new Set([...(row.residual?.arms ?? []), ...(row.plain?.arms ?? [])])].join(' / ');
  const settled = rows.map(({ members, ...row }) => {
    const alone = (byDepth.get(String(row.depth))?.length ?? 0) === 1;
    const count = row.depth;
    const label = alone
      ? t('compare.table.layers', { count })
      : t('compare.table.layersOf', { count, names: names(row) });
    return { row, members, label };
  });
  const byLabel = groupBy(settled, ({ label }) => label);
  return settled.map(({ row, members, label }) => {
    const rivals = byLabel.get(label) ?? [];
    const apart =
      rivals.length > 1
        ? differing(
            members,
            rivals.map((each) => each.members),
          )
        : '';
    return { ...row, label: apart ? `${label}, ${apart}` : label };
  });
}

/** The settings of these runs in which they differ from the rivals: `lr 0.1, 5 epochs`. */
function differing(own: readonly RunRecord[], all: readonly (readonly RunRecord[])[]): string {
  const [first] = own;
  if (first === undefined) return '';
  const facts = all.map(([run]) => (run ? factsOf(run) : new Map<string, string>()));
  const differing = [...factsOf(first)].filter(
    ([label]) => new Set(facts.map((one) => one.get(label))).size > 1,
  );
  return differing.map(([, phrase]) => phrase).join(', ');
}
