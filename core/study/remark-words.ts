/** The words of remarks: the short form beside a number, and what it means. */

import { formatPercent } from '../format/number';
import { join, type Key, t } from '../messages';
import { unsettledWords } from './batchnorm-settled';
import type { DifferenceRemark, LeftOutReason, Remark, RemarkAbout, SideRemark } from './remarks';

const reasonKeys: Readonly<Record<LeftOutReason, Key>> = {
  waiting: 'compare.remark.reason.waiting',
  training: 'compare.remark.reason.training',
  paused: 'compare.remark.reason.paused',
  stopped: 'compare.remark.reason.stopped',
  interrupted: 'compare.remark.reason.interrupted',
  failed: 'compare.remark.reason.failed',
  diverged: 'compare.remark.reason.diverged',
  repeated: 'compare.remark.reason.repeated',
  empty: 'compare.remark.reason.empty',
};

const aboutKeys: Readonly<Record<RemarkAbout, Key>> = {
  residual: 'compare.remark.about.residual',
  plain: 'compare.remark.about.plain',
  difference: 'compare.remark.about.difference',
  interval: 'compare.remark.about.interval',
};

type Worded = SideRemark | DifferenceRemark;

/** How many seeds; `all` of them goes without saying. */
const some = ({ seeds, of }: { seeds: number; of: number }) => ({
  ...{ seeds, of },
  which: seeds === of ? 'all' : 'some',
});

/** The short form, shown beside the number. */
export function remarkWords(remark: Worded): string {
  switch (remark.kind) {
    case 'at-chance':
      return t('compare.remark.atChance', { ...some(remark), measured: remark.measured });
    case 'unsettled':
      return t('compare.remark.unsettled', some(remark));
    case 'left-out': {
      const { count, of, reasons } = remark;
      const named = reasons.map((one) => ({ count: one.count, reason: t(reasonKeys[one.reason]) }));
      const why =
        named.length === 1
          ? named[0]!.reason
          : join(named.map((one) => t('compare.remark.reasonCount', one)));
      return t('compare.remark.leftOut', { count, of, reasons: why });
    }
    case 'both-at-chance':
      return t('compare.remark.bothAtChance');
    case 'no-interval': {
      const { residual, plain } = remark;
      return residual === 1 && plain === 1
        ? t('compare.remark.oneSeed')
        : t('compare.remark.noInterval', { residual, plain });
    }
    case 'no-spread':
      return t(remark.paired ? 'compare.remark.sameDifference' : 'compare.remark.noSpread');
    case 'not-paired':
      return t('compare.remark.notPaired', { how: apartWords(remark) });
  }
}

/** More would be a list that nobody reads. */
const FEW_SEEDS = 3;

function apartWords({ residual, plain }: { residual: readonly number[]; plain: readonly number[] }): string {
  if (residual.length + plain.length > FEW_SEEDS) return t('compare.remark.seedsDiffer');
  const listed = (seeds: readonly number[]) => ({ count: seeds.length, seeds: join(seeds.map(String)) });
  return join(
    [
      ...(residual.length > 0 ? [t('compare.remark.onlyResidual', listed(residual))] : []),
      ...(plain.length > 0 ? [t('compare.remark.onlyPlain', listed(plain))] : []),
    ],
    'unit',
  );
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
      const { measured } = remark;
      return t('compare.remark.explainAtChance', {
        ...{ share: formatPercent(share), most: formatPercent(most) },
        ...{ images, measured },
      });
    }
    case 'unsettled':
      return t('compare.remark.explainUnsettled', { settling: unsettledWords(remark.settlement) ?? '' });
    case 'no-interval':
      return t('compare.remark.explainNoInterval');
    case 'no-spread':
      return t('compare.remark.explainNoSpread');
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
  for (const { about, ...remark } of remarks) {
    const words = remarkWords(remark as Worded);
    abouts.set(words, [...(abouts.get(words) ?? []), t(aboutKeys[about])]);
  }
  return [...abouts]
    .map(([remark, about]) => t('compare.remark.line', { about: join(about), remark }))
    .join('; ');
}
