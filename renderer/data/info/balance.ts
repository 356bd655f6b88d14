/** How balanced the classes of a split are. */
import { formatDecimals, formatPercent } from '../../../core/format/number';
import { joinSome, t } from '../../../core/messages';
import type { SplitChoice } from '../splits';

/** Ratio from which always predicting the largest class does well enough to mislead. */
const UNEVEN = 1.5;

export function balanceText({ role: split, perClass }: SplitChoice, classes: readonly string[]): string {
  const present = perClass.filter((count) => count > 0);
  if (present.length === 0) return t('data.info.classes.noneOfSplit', { split });
  const most = Math.max(...present);
  const fewest = Math.min(...present);
  const missing = classes.filter((_, index) => perClass[index] === 0);
  const sentences: string[] = [];
  if (most === fewest) {
    const key = missing.length === 0 ? 'data.info.classes.even' : 'data.info.classes.evenPresent';
    sentences.push(t(key, { split, count: most }));
  } else {
    const ratio = most / fewest;
    const name = (count: number) => classes[perClass.indexOf(count)] ?? '';
    const names = { most: name(most), fewest: name(fewest), mostCount: most, fewestCount: fewest };
    const times = formatDecimals(ratio, ratio < 9.95 ? 1 : 0);
    sentences.push(t('data.info.classes.uneven', { split, ...names, times }));
    if (ratio >= UNEVEN) {
      const share = formatPercent(most / present.reduce((sum, one) => sum + one, 0));
      sentences.push(t('data.info.classes.majority', { name: name(most), share }));
    }
  }
  if (missing.length > 0) {
    sentences.push(t('data.info.classes.missing', { split, names: joinSome(missing, 5) }));
  }
  return sentences.join(' ');
}
