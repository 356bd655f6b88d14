/** What the seeds say about the difference between two networks. docs/statistics.md explains each number. */
import { type BootstrapInterval, bootstrapInterval } from '../statistics/bootstrap';
import { holm } from '../statistics/holm';
import { differenceTest, type Interval, LEVEL } from '../statistics/interval';
import { seedsToSettle } from '../statistics/power';
import { correlation, paired } from '../statistics/sample';
import { signFlipP } from '../statistics/sign-flip';
import { superiority } from '../statistics/superiority';
import type { Remark } from './remarks';
import type { TableSide } from './side';

export interface Evidence {
  /** Two-sided, Student's t; absent with fewer than two seeds, or if nothing varied. */
  p?: number;
  /** By Holm, for the comparisons of the table. */
  correctedP?: number;
  /** That a run of the first is better than one of the second, 0..1. */
  superiority: number;
  /** The rest only for the same seeds: the differences in percentage points, in the order of the first's seeds. */
  differences?: readonly number[];
  /** In percentage points. */
  bootstrap?: BootstrapInterval;
  signFlipP?: number;
  correlation?: number;
  /** How many would probably decide what is undecided; infinite if more than `MOST_SEEDS` in all. */
  moreSeeds?: number;
}

export interface Compared {
  /** In percentage points. */
  differencePoints?: number;
  /** 95 % interval of the difference, in percentage points; absent if a side has one seed. */
  interval?: Interval;
  evidence?: Evidence;
}

export function compareSides(
  first: TableSide,
  second: TableSide,
): Required<Pick<Compared, 'evidence'>> & Compared {
  const sample = ({ seeds, accuracies }: TableSide) => ({
    seeds,
    values: accuracies.map((accuracy) => 100 * accuracy),
  });
  const [a, b] = [sample(first), sample(second)];
  const test = differenceTest(a, b);
  const pairs = paired(a, b);
  const differences = pairs?.a.map((value, index) => value - pairs.b[index]!);
  const bootstrap = differences && bootstrapInterval(differences);
  const flips = differences && signFlipP(differences);
  const related = pairs && correlation(pairs.a, pairs.b);
  return {
    differencePoints: 100 * (first.accuracy - second.accuracy),
    ...(test ? { interval: { low: test.low, high: test.high, paired: test.paired } } : {}),
    evidence: {
      ...(test?.p === undefined ? {} : { p: test.p }),
      superiority: superiority(a, b),
      ...(differences ? { differences } : {}),
      ...(bootstrap ? { bootstrap } : {}),
      ...(flips === undefined ? {} : { signFlipP: flips }),
      ...(related === undefined ? {} : { correlation: related }),
    },
  };
}

type Row = Compared & { remarks: readonly Remark[] };

/** Corrects the p of a table's rows for their number, and says what is undecided. */
export function corrected<Each extends Row>(rows: readonly Each[]): Each[] {
  const tested = rows.flatMap(({ evidence }, index) =>
    evidence?.p === undefined ? [] : [{ index, p: evidence.p }],
  );
  const ps = holm(tested.map(({ p }) => p));
  const correctedOf = new Map(tested.map(({ index }, rank) => [index, ps[rank]!]));
  return rows.map((row, index) => {
    const correctedP = correctedOf.get(index);
    if (correctedP === undefined || !row.evidence) return row;
    const evidence = { ...row.evidence, correctedP };
    const isMeaningless = row.remarks.some(({ kind }) => kind === 'both-at-chance');
    if (correctedP < LEVEL || isMeaningless) return { ...row, evidence };
    const moreSeeds = evidence.differences && seedsToSettle(evidence.differences, tested.length);
    const undecided: Remark = {
      about: 'interval',
      kind: 'undecided',
      comparisons: tested.length,
      ...(moreSeeds === undefined ? {} : { moreSeeds }),
    };
    return {
      ...row,
      evidence: { ...evidence, ...(moreSeeds === undefined ? {} : { moreSeeds }) },
      remarks: [...row.remarks, undecided],
    };
  });
}
