/** The ablation table: what the shortcuts were worth, one row per network, residual beside plain. */

import { plural } from '../plural';
import { datasetName, datasetTitle } from './data';
import { differenceInterval, type Interval } from './interval';
import type { RunRecord } from './run';
import { epochsOf, extendedApart, factsOf, imageNames, twinsKey, unpaired } from './twin-settings';
import { describeTraining, metricWords } from './words';

/** The test numbers of one network, over seeds. */
export interface TestSide {
  /** Mean, 0..1. */
  accuracy: number;
  deviation?: number;
  /** Of the checkpoints, in the order of `seeds`. */
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
  /** Of the best checkpoints on the test images; only where each of these runs has one. */
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
}

export interface AblationTable {
  /** What the numbers are: data set, split, epochs, optimizer. One sentence for each setting that occurs. */
  caption: string;
  rows: readonly TableRow[];
  /** Every run of the table has a test number; otherwise none is shown. */
  tested: boolean;
}

/**
 * Pairs finished runs: rows are networks that are equal but for their shortcuts (`network.twinKey`), trained with
 * equal settings but for the seed, on the same images, for the same number of epochs. Runs in any other state are
 * left out. Rows are ordered by depth, then by the age of their oldest run.
 */
export function ablationTable(runs: readonly RunRecord[]): AblationTable {
  const finished = runs
    .filter((run) => run.state === 'finished' && run.epochs.length > 0)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
  const images = imageNames(finished);
  const rows = [...groupBy(finished, (run) => twinsKey(run, images)).values()].flatMap((twins) => {
    const plain = twins.filter((run) => run.network.variant === 'plain');
    const residuals = groupBy(
      twins.filter((run) => run.network.variant === 'residual'),
      (run) => run.network.graphKey ?? run.arm,
    );
    // Several residual networks may share one plain twin: with other kinds of shortcuts, or with fewer of them.
    return residuals.size === 0
      ? [rowOf([], plain)]
      : [...residuals.values()].map((runs) => rowOf(runs, plain));
  });
  rows.sort((a, b) => a.depth - b.depth);
  const sides = rows.flatMap(({ residual, plain }) => [residual, plain]).filter((side) => side !== undefined);
  const tested = sides.length > 0 && sides.every(({ test }) => test !== undefined);
  const shown = tested ? rows : rows.map((row) => ({ ...row, ...untested(row) }));
  return { caption: captionOf(rows, tested), rows: labelled(shown), tested };
}

/** Numbers of some runs alone would be compared with nothing. */
function untested({ residual, plain }: TableRow): Partial<TableRow> {
  const without = ({ test, ...side }: TableSide): TableSide => side;
  return {
    ...(residual ? { residual: without(residual) } : {}),
    ...(plain ? { plain: without(plain) } : {}),
  };
}

type Draft = TableRow & { members: readonly RunRecord[] };

function rowOf(residualRuns: readonly RunRecord[], plainRuns: readonly RunRecord[]): Draft {
  const members = [...residualRuns, ...plainRuns];
  const residual = sideOf(residualRuns);
  const plain = sideOf(plainRuns);
  const interval = residual && plain && intervalOf(residual, plain);
  return {
    label: '',
    depth: Math.max(...members.map((run) => run.network.depth)),
    epochs: members[0]?.epochs.length ?? 0,
    ...(residual ? { residual } : {}),
    ...(plain ? { plain } : {}),
    ...(residual && plain ? { differencePoints: 100 * (residual.accuracy - plain.accuracy) } : {}),
    ...(interval ? { interval } : {}),
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
function sideOf(runs: readonly RunRecord[]): TableSide | undefined {
  const bySeed = new Map(runs.map((run) => [run.settings.seed, run]));
  const counted = [...bySeed.values()];
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

function labelled(rows: readonly Draft[]): TableRow[] {
  const byDepth = groupBy(rows, (row) => String(row.depth));
  const names = (row: TableRow) =>
    [...new Set([...(row.residual?.arms ?? []), ...(row.plain?.arms ?? [])])].join(' / ');
  const settled = rows.map(({ members, ...row }) => {
    const alone = (byDepth.get(String(row.depth))?.length ?? 0) === 1;
    const layers = plural(row.depth, 'layer');
    return { row, members, label: alone ? layers : `${layers} (${names(row)})` };
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
  const told = [...factsOf(first)].filter(([label]) => new Set(facts.map((one) => one.get(label))).size > 1);
  return told.map(([, phrase]) => phrase).join(', ');
}

/** Each way of training that occurs, once: `CIFAR-10, trained on ..., 5 epochs, SGD 0.01, ...`. */
function captionOf(rows: readonly Draft[], tested: boolean): string {
  const sentences = new Set(rows.flatMap((row) => row.members.slice(0, 1).map(sentenceOf)));
  if (sentences.size === 0) return '';
  const members = rows.flatMap((row) => row.members);
  return [
    'Validation accuracy after the last epoch.',
    ...intervalSentences(rows),
    ...testSentences(members, tested),
    ...unpaired(rows),
    ...extendedApart(rows),
    ...sentences,
  ].join(' ');
}

/** What the differences are worth as evidence. */
function intervalSentences(rows: readonly Draft[]): string[] {
  const compared = rows.filter(({ differencePoints }) => differencePoints !== undefined);
  const kinds = new Set(compared.flatMap(({ interval }) => (interval ? [interval.paired] : [])));
  const how = [
    ...(kinds.has(true) ? ['paired by seed'] : []),
    ...(kinds.has(false) ? ['by Welch where the seeds differ'] : []),
  ];
  return [
    ...(how.length > 0
      ? [`Intervals of the difference: 95 %, Student's t over seeds, ${how.join(', ')}.`]
      : []),
    ...(compared.some(({ interval }) => !interval)
      ? ['With one seed there is no interval, and a small difference may be chance.']
      : []),
  ];
}

function testSentences(runs: readonly RunRecord[], tested: boolean): string[] {
  if (!tested) {
    return runs.some(({ test }) => test) ? ['Not every run has a test number, so none is shown.'] : [];
  }
  const metrics = [...new Set(runs.map(({ settings }) => metricWords[settings.checkpoints.best]))];
  const again = runs.some(({ earlierTests }) => earlierTests.length > 0);
  return [
    `Test accuracy of each run's best checkpoint by ${metrics.join(' or ')}, computed once at its end.`,
    ...(again ? ['A run was extended after its test: its number is that of its new end.'] : []),
  ];
}

/** The test images were looked at in every epoch; records of before there was a choice tell it in words alone. */
const validatedOnTest = ({ split }: RunRecord): boolean =>
  split?.validatedOn === 'test' ||
  /validated on the [\d,]+ official test images/.test(split?.description ?? '');

function sentenceOf(run: RunRecord): string {
  const without = validatedOnTest(run) && !run.test ? '; no test number' : '';
  const split = run.split ? `: ${run.split.description.replace(/\.$/, '')}${without}` : '';
  const { settings } = run;
  const { dataset } = settings;
  const set = run.split?.dataset ? datasetTitle(run.split.dataset, dataset) : datasetName(dataset);
  return `${set}${split}; ${epochsOf(run)}; ${describeTraining(settings)}.`;
}
