/** How even the classes of a split are. */
import { formatDecimals, formatPercent } from '../../../core/format/number';
import { join, t } from '../../../core/messages';
import type { SplitChoice } from '../splits';

/** Names that a sentence bears. */
const MOST_NAMES = 5;
/** From here on a model that always predicts the largest class does well enough to fool its reader. */
const UNEVEN = 1.5;

export function balanceText({ role: split, perClass }: SplitChoice, classes: readonly string[]): string {
  const present = perClass.filter((count) => count > 0);
  if (present.length === 0) return t('data.info.classes.noneOfSplit', { split });
  const most = Math.max(...present);
  const fewest = Math.min(...present);
  const missing = classes.filter((_, index) => perClass[index] === 0);
  const named = missing.slice(0, MOST_NAMES);
  const more = missing.length - named.length;
  return [
    ...(most === fewest
      ? [
          t(missing.length === 0 ? 'data.info.classes.even' : 'data.info.classes.evenPresent', {
            split,
            count: most,
          }),
        ]
      : uneven(split, perClass, classes, {
          most,
          fewest,
          total: present.reduce((sum, one) => sum + one, 0),
        })),
    ...(missing.length > 0
      ? [
          t('data.info.classes.missing', {
            split,
            names: join([...named, ...(more > 0 ? [t('data.info.classes.more', { count: more })] : [])]),
          }),
        ]
      : []),
  ].join(' ');
}

function uneven(
  split: SplitChoice['role'],
  perClass: readonly number[],
  classes: readonly string[],
  { most, fewest, total }: { most: number; fewest: number; total: number },
): string[] {
  const name = (count: number) => classes[perClass.indexOf(count)] ?? '';
  const ratio = most / fewest;
  return [
    t('data.info.classes.uneven', {
      split,
      most: name(most),
      fewest: name(fewest),
      mostCount: most,
      fewestCount: fewest,
      times: formatDecimals(ratio, ratio < 9.95 ? 1 : 0),
    }),
    ...(ratio >= UNEVEN
      ? [t('data.info.classes.majority', { name: name(most), share: formatPercent(most / total) })]
      : []),
  ];
}
