/** The words of remarks: a short form beside the number, and what it means. */
import { formatPercent } from '../format/number';
import { join, t } from '../messages';
import { unsettledWords } from './batchnorm-settled';
import type { DifferenceRemark, Remark, SideRemark } from './remarks';

type Worded = SideRemark | DifferenceRemark;

const some = ({ seeds, of }: { seeds: number; of: number }) => ({
  ...{ seeds, of },
  which: seeds === of ? 'all' : 'some',
});

export function remarkWords(remark: Worded): string {
  switch (remark.kind) {
    case 'at-chance':
      return t('compare.remark.atChance', { ...some(remark), measured: remark.measured });
    case 'unsettled':
      return t('compare.remark.unsettled', some(remark));
    case 'left-out': {
      const { count, of, reasons } = remark;
      const named = reasons.map((one) => ({
        count: one.count,
        reason: t(`compare.remark.reason.${one.reason}`),
      }));
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

/** Shown in amber: the number is not reliable. Other remarks only say how it was made. */
export function isWarning(remark: Worded): boolean {
  switch (remark.kind) {
    case 'no-spread':
    case 'not-paired':
      return false;
    case 'left-out':
      // The failed runs may be the bad ones.
      return remark.reasons.some(({ reason }) => reason === 'failed' || reason === 'diverged');
    default:
      return true;
  }
}

/** What it means and what to do; undefined if the short form says it all. */
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

export const explanationsOf = (remarks: readonly Worded[]): string[] => [
  ...new Set(remarks.flatMap((remark) => explainRemark(remark) ?? [])),
];

/** `residual and plain: at chance; difference: ...`: all remarks of a row in one line. */
export function remarksLine(remarks: readonly Remark[]): string {
  const abouts = new Map<string, string[]>();
  for (const { about, ...remark } of remarks) {
    const words = remarkWords(remark as Worded);
    abouts.set(words, [...(abouts.get(words) ?? []), t(`compare.remark.about.${about}`)]);
  }
  return [...abouts]
    .map(([remark, about]) => t('compare.remark.line', { about: join(about), remark }))
    .join('; ');
}
