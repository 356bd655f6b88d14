/** The words of remarks: a short form beside the number, and what it means. */
import { formatPercent, formatSigned } from '../format/number';
import { join, t } from '../messages';
import { MOST_SEEDS } from '../statistics/power';
import { unsettledWords } from './batchnorm-settled';
import type { DifferenceRemark, Pair, Remark, SideRemark } from './remarks';

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
      const [first, second] =
        'arm' in remark ? [remark.arm, remark.baseline] : [remark.residual, remark.plain];
      return first === 1 && second === 1
        ? t('compare.remark.oneSeed')
        : t('compare.remark.noInterval', { first, second });
    }
    case 'no-spread':
      return t(remark.paired ? 'compare.remark.sameDifference' : 'compare.remark.noSpread');
    case 'not-paired':
      return t('compare.remark.notPaired', { how: apartWords(remark) });
    case 'undecided':
      return undecidedWords(remark.moreSeeds);
    case 'other-images':
      return t('statistics.remark.otherImages');
    case 'hint': {
      const { epoch, points, seeds } = remark;
      return t('statistics.remark.hint', { epoch, points: formatSigned(points, 1), count: seeds });
    }
  }
}

const FEW_SEEDS = 3;

function undecidedWords(moreSeeds: number | undefined): string {
  if (moreSeeds === undefined) return t('statistics.remark.undecided');
  return Number.isFinite(moreSeeds)
    ? t('statistics.remark.moreSeeds', { count: moreSeeds })
    : t('statistics.remark.tooManySeeds', { most: MOST_SEEDS });
}

function apartWords(remark: Pair<readonly number[]>): string {
  const sides =
    'arm' in remark
      ? ([
          ['statistics.remark.onlyArm', remark.arm],
          ['statistics.remark.onlyBaseline', remark.baseline],
        ] as const)
      : ([
          ['compare.remark.onlyResidual', remark.residual],
          ['compare.remark.onlyPlain', remark.plain],
        ] as const);
  if (sides.reduce((sum, [, seeds]) => sum + seeds.length, 0) > FEW_SEEDS)
    return t('compare.remark.seedsDiffer');
  return join(
    sides.flatMap(([key, seeds]) =>
      seeds.length > 0 ? [t(key, { count: seeds.length, seeds: join(seeds.map(String)) })] : [],
    ),
    'unit',
  );
}

/** Shown in amber: the number is not reliable. Other remarks only say how it was made. */
export function isWarning(remark: Worded): boolean {
  switch (remark.kind) {
    case 'no-spread':
    case 'not-paired':
    case 'undecided':
    case 'hint':
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
    case 'undecided':
      return remark.moreSeeds === undefined
        ? t('statistics.remark.explainUndecided')
        : t('statistics.remark.explainMoreSeeds', { comparisons: remark.comparisons });
    case 'hint':
      return t('statistics.remark.explainHint');
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
