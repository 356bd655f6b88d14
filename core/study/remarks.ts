/** What a reader must know about a number, as data; describe-remark.ts puts it in words. */

import { type Interval, LEVEL } from '../statistics/interval';
import { type Settlement, settlementOf } from './batchnorm-settled';
import { type Guessing, isChance, testGuessing, validationGuessing } from './chance';
import type { Compared } from './compared';
import { givenUp, isHalved } from './halved-runs';
import type { RunRecord } from './run';

/** Why a run does not count. */
export type LeftOutReason =
  | 'waiting'
  | 'training'
  | 'paused'
  | 'stopped'
  /** Stopped by the study's rule (core/statistics/halving.ts). */
  | 'halved'
  | 'interrupted'
  | 'failed'
  | 'diverged'
  /** A newer run of the same seed counts instead. */
  | 'repeated'
  /** Finished without an epoch. */
  | 'empty';

/** About the runs behind one number. */
export type SideRemark =
  /** In `seeds` of `of` runs the accuracy is no better than guessing. */
  | { kind: 'at-chance'; measured: 'validation' | 'test'; seeds: number; of: number; guessing: Guessing }
  /** BatchNorm's statistics had not settled. */
  | { kind: 'unsettled'; seeds: number; of: number; settlement: Settlement }
  /** `count` of `of` chosen runs do not count. */
  | {
      kind: 'left-out';
      count: number;
      of: number;
      reasons: readonly { reason: LeftOutReason; count: number }[];
    };

/** One value for each side of a comparison. */
export type Pair<Value> = { residual: Value; plain: Value } | { arm: Value; baseline: Value };

/** About a difference of two numbers. */
export type DifferenceRemark =
  | { kind: 'both-at-chance' }
  /** A side has one seed. */
  | ({ kind: 'no-interval' } & Pair<number>)
  /** Nothing varied over seeds, which proves nothing. */
  | { kind: 'no-spread'; paired: boolean }
  /** Seeds that only one of the networks has. */
  | ({ kind: 'not-paired' } & Pair<readonly number[]>)
  /** The corrected p is not below 5 %. */
  | {
      kind: 'undecided';
      comparisons: number;
      /** Absent for other seeds on each side; infinite: more than are worth training. */
      moreSeeds?: number;
    }
  /** The baseline was validated on other images. */
  | { kind: 'other-images' }
  /** Runs have not ended: the difference in percentage points at an epoch that `seeds` seeds of both have reached. */
  | { kind: 'hint'; epoch: number; points: number; seeds: number };

export type Remark =
  | (SideRemark & { about: 'residual' | 'plain' | 'arm' })
  | (DifferenceRemark & { about: 'difference' | 'interval' });

type RunRemark = Exclude<SideRemark, { kind: 'left-out' }>;

const groupsOf = <Value>(values: readonly Value[]): Map<Value, number> => {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

function chanceRemarks(runs: readonly RunRecord[]): RunRemark[] {
  const one = (
    measured: 'validation' | 'test',
    accuracyOf: (run: RunRecord) => number | undefined,
    guessingOf: (run: RunRecord) => Guessing | undefined,
  ): RunRemark[] => {
    const guesses = runs.flatMap((run) => {
      const [accuracy, guessing] = [accuracyOf(run), guessingOf(run)];
      return accuracy !== undefined && guessing && isChance(accuracy, guessing) ? [guessing] : [];
    });
    const [guessing] = guesses;
    return guessing
      ? [{ kind: 'at-chance', measured, seeds: guesses.length, of: runs.length, guessing }]
      : [];
  };
  return [
    ...one('validation', ({ epochs }) => epochs.at(-1)?.valAccuracy, validationGuessing),
    ...one('test', ({ test }) => test?.accuracy, testGuessing),
  ];
}

function settlingRemarks(runs: readonly RunRecord[]): RunRemark[] {
  const unsettled = runs
    .map((run) => settlementOf(run))
    .filter((settlement) => settlement.state === 'unsettled')
    .sort((a, b) => a.steps / a.needed - b.steps / b.needed);
  const [worst] = unsettled;
  return worst ? [{ kind: 'unsettled', seeds: unsettled.length, of: runs.length, settlement: worst }] : [];
}

/** About the last epoch's validation, and the test number. */
export const runRemarks = (runs: readonly RunRecord[]): RunRemark[] => [
  ...chanceRemarks(runs),
  ...settlingRemarks(runs),
];

function reasonOf({ state, diverged, epochs, changes }: RunRecord): LeftOutReason {
  switch (state) {
    case 'queued':
      return 'waiting';
    case 'preparing':
    case 'running':
      return 'training';
    case 'finished':
      return epochs.length > 0 ? 'repeated' : 'empty';
    case 'failed':
      return diverged ? 'diverged' : 'failed';
    case 'stopped':
      return isHalved({ state, changes }) ? 'halved' : 'stopped';
    default:
      return state;
  }
}

/** @param counted runs behind the number */
export function leftOutRemark(left: readonly RunRecord[], counted: number): SideRemark[] {
  if (left.length === 0) return [];
  const isGivenUp = givenUp(left);
  const reasonHere = (run: RunRecord) =>
    run.state === 'finished' && isGivenUp(run) ? 'halved' : reasonOf(run);
  const reasons = [...groupsOf(left.map(reasonHere))].map(([reason, count]) => ({ reason, count }));
  return [{ kind: 'left-out', count: left.length, of: left.length + counted, reasons }];
}

const isGuessing = (remarks: readonly Remark[]): boolean =>
  remarks.some(
    (remark) => remark.kind === 'at-chance' && remark.measured === 'validation' && remark.seeds === remark.of,
  );

interface Side {
  seeds: readonly number[];
  /** On its own number. */
  remarks: readonly Remark[];
}

/** @param pair gives the two of something their names in a remark */
export function differenceRemarks(
  first: Side,
  second: Side,
  interval: Interval | undefined,
  pair: <Value>(first: Value, second: Value) => Pair<Value>,
): Remark[] {
  const without = (seeds: readonly number[], other: readonly number[]) =>
    seeds.filter((seed) => !other.includes(seed)).sort((a, b) => a - b);
  const [onlyFirst, onlySecond] = [without(first.seeds, second.seeds), without(second.seeds, first.seeds)];
  const [n, m] = [first.seeds.length, second.seeds.length];
  // One seed against several: the numbers of seeds say it already.
  const apart = onlyFirst.length + onlySecond.length > 0 && (interval !== undefined || n === m);
  return [
    ...(isGuessing(first.remarks) && isGuessing(second.remarks)
      ? [{ about: 'difference', kind: 'both-at-chance' } as const]
      : []),
    ...(interval ? [] : [{ about: 'difference', kind: 'no-interval', ...pair(n, m) } as const]),
    ...(interval && interval.low === interval.high
      ? [{ about: 'interval', kind: 'no-spread', paired: interval.paired } as const]
      : []),
    ...(apart
      ? [
          {
            about: interval ? 'interval' : 'difference',
            kind: 'not-paired',
            ...pair<readonly number[]>(onlyFirst, onlySecond),
          } as const,
        ]
      : []),
  ];
}

/** Whether the remark makes a difference meaningless. */
const IS_WORTHLESS: Readonly<Record<Remark['kind'], boolean>> = {
  // One network that learns, next to one that does not, is a result.
  'at-chance': false,
  'both-at-chance': true,
  unsettled: true,
  'left-out': false,
  'no-interval': false,
  'no-spread': false,
  'not-paired': false,
  undecided: false,
  'other-images': false,
  hint: false,
};

/**
 * Gain or loss if the interval excludes zero and p is below 5 % after its correction, the difference does not round to zero, and no remark
 * makes it meaningless.
 */
export function verdictOf({
  differencePoints: points,
  interval,
  evidence,
  remarks,
}: Compared & { remarks: readonly Remark[] }): 'gain' | 'loss' | undefined {
  if (points === undefined || !interval || (interval.low <= 0 && interval.high >= 0)) return undefined;
  if (evidence?.correctedP !== undefined && evidence.correctedP >= LEVEL) return undefined;
  if (Math.abs(points) < 0.05) return undefined;
  if (remarks.some(({ kind }) => IS_WORTHLESS[kind])) return undefined;
  return points > 0 ? 'gain' : 'loss';
}
