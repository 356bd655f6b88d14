/** What a report says about duplicates, in sentences. */
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { Leakage } from '../../../core/contract/report';
import { formatPercent } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { roleOf } from '../splits';

/** How reliable near-duplicates are: they were checked by eye on one data set only. */
export const trustText = ({ id }: Pick<DatasetInfo, 'id'>): string =>
  t(id === 'cifar10' ? 'data.info.duplicates.trustCifar10' : 'data.info.duplicates.trustOther');

/** "327 of 10,000 test images (3.3%) have a near-duplicate in ...". @param alike only exact copies were searched for */
export function leakageText(info: DatasetInfo, leakage: Leakage, alike = false): string {
  const { of, in: other, count, images, exact, near, labelsDiffer } = leakage;
  const [split, into] = [roleOf(info, of), roleOf(info, other)];
  if (images === 0) {
    return t('data.info.duplicates.leakageNone', { split, into, alike: alike ? 'yes' : 'no' });
  }
  const kind = exact === 0 ? 'near' : near === 0 ? 'exact' : 'both';
  const sentence = t('data.info.duplicates.leakage', {
    split,
    into,
    count,
    images,
    share: formatPercent(images / count),
    kind,
    both: kind === 'both' ? 'yes' : 'no',
    exact,
    near,
  });
  if (labelsDiffer === 0) return sentence;
  return `${sentence} ${t('data.info.duplicates.leakageLabels', { count: labelsDiffer })}`;
}
