/** The words of remarks: the short form beside a number, and what it means. */

import { formatCount, formatPercent } from '../format/number';
import { joinWords } from '../graph/words';
import type { DifferenceRemark, LeftOutReason, Remark, SideRemark } from './remarks';
import { unsettledWords } from './settled';

const reasonWords: Readonly<Record<LeftOutReason, string>> = {
  waiting: 'not trained yet',
  training: 'still training',
  paused: 'paused',
  stopped: 'stopped',
  interrupted: 'interrupted',
  failed: 'failed',
  diverged: 'diverged',
  repeated: 'an older run of a seed',
  empty: 'without an epoch',
};

type Worded = SideRemark | DifferenceRemark;

/** `1 of 3 seeds ` where it is not all of them. */
const some = ({ seeds, of }: { seeds: number; of: number }): string =>
  seeds === of ? '' : `${seeds} of ${of} seeds `;

/** The short form, shown beside the number. */
export function remarkWords(remark: Worded): string {
  switch (remark.kind) {
    case 'at-chance':
      return `${some(remark)}${remark.measured === 'test' ? 'at chance on the test images' : 'at chance'}`;
    case 'unsettled':
      return `${some(remark)}BatchNorm not settled`;
    case 'left-out': {
      const { count, of, reasons } = remark;
      const [only, ...more] = reasons.map((one) => reasonWords[one.reason]);
      const why =
        more.length === 0 ? only : joinWords(reasons.map((one) => `${one.count} ${reasonWords[one.reason]}`));
      return `${count} of ${of} left out (${why})`;
    }
    case 'both-at-chance':
      return 'means nothing, both are at chance';
    case 'no-interval':
      return remark.residual === 1 && remark.plain === 1
        ? 'one seed, no interval'
        : `no interval, n = ${remark.residual} against ${remark.plain}`;
    case 'no-spread':
      return remark.paired ? 'the same difference with every seed' : 'no spread between seeds';
    case 'not-paired':
      return `not paired, ${apartWords(remark)}`;
  }
}

/** More would be a list that nobody reads. */
const FEW_SEEDS = 3;

function apartWords({ residual, plain }: { residual: readonly number[]; plain: readonly number[] }): string {
  if (residual.length + plain.length > FEW_SEEDS) return 'the seeds differ';
  const only = (seeds: readonly number[], where: string) =>
    seeds.length === 0
      ? []
      : [`${seeds.length === 1 ? 'seed' : 'seeds'} ${joinWords(seeds.map(String))} only in ${where}`];
  return [...only(residual, 'residual'), ...only(plain, 'plain')].join(', ');
}

/** The number says nothing, or too much: shown in amber. Other remarks only say how it was made. */
export function isWarning(remark: Worded): boolean {
  switch (remark.kind) {
    case 'no-spread':
    case 'not-paired':
      return false;
    case 'left-out':
      // Those that failed may be the bad ones: the mean of the others flatters.
      return remark.reasons.some(({ reason }) => reason === 'failed' || reason === 'diverged');
    default:
      return true;
  }
}

/** What the few words mean and what to do, in a sentence; nothing for those that say all of it. */
export function explainRemark(remark: Worded): string | undefined {
  switch (remark.kind) {
    case 'at-chance': {
      const { share, most, images } = remark.guessing;
      return `At chance: always answering the most frequent class gets ${formatPercent(share)} of these ${formatCount(images)} ${remark.measured} images right, and up to ${formatPercent(most)} may be luck (binomial test, 1%).`;
    }
    case 'unsettled':
      return `${unsettledWords(remark.settlement)}. Validation understates what the network can do: train longer, or turn on precise BatchNorm.`;
    case 'no-interval':
      return 'With one seed there is no interval, and a difference may be chance: train both networks with several seeds.';
    case 'no-spread':
      return 'Where nothing varied between seeds, the interval has no width; more seeds or more validation images would show the spread.';
    default:
      return undefined;
  }
}

/** Each explanation that the remarks call for, once. */
export const explanationsOf = (remarks: readonly Worded[]): string[] => [
  ...new Set(remarks.flatMap((remark) => explainRemark(remark) ?? [])),
];

/** `residual and plain: at chance; difference: ...`: all remarks of a row in one line. */
export function remarksLine(remarks: readonly Remark[]): string {
  const abouts = new Map<string, string[]>();
  for (const remark of remarks) {
    const words = remarkWords(remark);
    abouts.set(words, [...(abouts.get(words) ?? []), remark.about]);
  }
  return [...abouts].map(([words, about]) => `${joinWords(about)}: ${words}`).join('; ');
}
