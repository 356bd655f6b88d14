/** The ablation table: one row per network, residual beside plain. */
import { t } from '../messages';
import { differenceTest, type Interval } from '../statistics/interval';
import { deviation, mean } from '../statistics/sample';
import { captionOf } from './caption';
import { explanationsOf } from './describe-remark';
import { networkOf, placeLeftOut, type Sides } from './left-out';
import { differenceRemarks, leftOutRemark, type Remark, runRemarks, type SideRemark } from './remarks';
import type { RunRecord } from './run';
import { factsOf, imageNames, twinsKey } from './twin-settings';

interface TestSide {
  accuracy: number;
  deviation?: number;
  /** In the order of `seeds`. */
  epochs: readonly number[];
}

/** The runs of one network, over seeds. */
export interface TableSide {
  runIds: readonly string[];
  arms: readonly string[];
  /** Mean validation accuracy after the last epoch, 0..1. */
  accuracy: number;
  /** Sample standard deviation; absent for a single run. */
  deviation?: number;
  seeds: readonly number[];
  /** In the order of `seeds`. */
  accuracies: readonly number[];
  params: number;
  /** The best checkpoints'; only if each of these runs has one. */
  test?: TestSide;
  secondsPerEpoch: number;
}

export interface TableRow {
  /** `50 layers`, with the arms' names if the depth is not enough. */
  label: string;
  depth: number;
  epochs: number;
  residual?: TableSide;
  plain?: TableSide;
  /** Residual minus plain, in percentage points. */
  differencePoints?: number;
  /** 95 % interval of the difference, in percentage points; absent if a side has one seed. */
  interval?: Interval;
  remarks: readonly Remark[];
}

export interface AblationTable {
  /** Data set, split, epochs, optimizer. */
  caption: string;
  rows: readonly TableRow[];
  /** Every run has a test number; otherwise none is shown. */
  tested: boolean;
  /** Networks without a run that has finished. */
  absent: readonly AbsentArm[];
  /** What the remarks mean. */
  notes: readonly string[];
}

interface AbsentArm {
  arm: string;
  remark: SideRemark;
}

/**
 * A row has finished runs of twins (`network.twinKey`) with equal settings apart from the seed, on the same images, for the
 * same number of epochs. Remarks say what was left out. Ordered by depth, then by the oldest run.
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

/** Several residual networks may share one plain twin. */
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

/** @param missing runs that belong here but have not finished */
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
  const test = differenceTest(sample(residual), sample(plain));
  return test && { low: test.low, high: test.high, paired: test.paired };
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

function spread(values: readonly number[]): { accuracy: number; deviation?: number } {
  const ofSeeds = deviation(values);
  return { accuracy: mean(values), ...(ofSeeds === undefined ? {} : { deviation: ofSeeds }) };
}

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

/** The settings in which these runs differ from the others: `lr 0.1, 5 epochs`. */
function differing(own: readonly RunRecord[], all: readonly (readonly RunRecord[])[]): string {
  const [first] = own;
  if (first === undefined) return '';
  const facts = all.map(([run]) => (run ? factsOf(run) : new Map<string, string>()));
  const differing = [...factsOf(first)].filter(
    ([label]) => new Set(facts.map((one) => one.get(label))).size > 1,
  );
  return differing.map(([, phrase]) => phrase).join(', ');
}
