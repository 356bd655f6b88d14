/** What the seeds say about the difference between two networks. docs/statistics.md explains each number. */
import { bootstrapInterval } from '../statistics/bootstrap';
import { holm } from '../statistics/holm';
import { differenceTest, LEVEL } from '../statistics/interval';
import { seedsToSettle } from '../statistics/power';
import { correlation, paired } from '../statistics/sample';
import { signFlipP } from '../statistics/sign-flip';
import { superiority } from '../statistics/superiority';
import type { Compared } from './compared';
import type { Remark } from './remarks';
import type { TableSide } from './side';

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
