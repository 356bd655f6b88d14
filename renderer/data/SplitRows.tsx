import type { DatasetInfo } from '../../core/contract/datasets';
import { formatCount } from '../../core/format/number';
import { t } from '../../core/messages';
import { StatRow } from '../ui';
import { Toggle } from '../ui/Choice';
import type { SplitChoice, SplitId } from './splits';

type Counted = Pick<DatasetInfo, 'trainCount' | 'valCount' | 'valRole' | 'testCount'>;

/** Images of each split that has any. */
export function SplitRows({ info: { trainCount, valCount, valRole, testCount } }: { info: Counted }) {
  const counts = [
    ['train', trainCount],
    [valRole, valCount],
    ['test', testCount],
  ] as const;
  return counts.map(
    ([split, count], index) =>
      count > 0 && (
        // biome-ignore lint/suspicious/noArrayIndexKey: two splits may have one role.
        <StatRow key={index} label={t('data.about.splitImages', { split })} value={formatCount(count)} />
      ),
  );
}

/** Which split to look at, if the set has several. */
export function SplitToggle({
  splits,
  value,
  onChange,
}: {
  splits: readonly SplitChoice[];
  value: SplitId;
  onChange(value: SplitId): void;
}) {
  if (splits.length < 2) return null;
  const options = splits.map(({ id, role }) => ({ value: id, label: t('data.split', { split: role }) }));
  return (
    <Toggle small label={t('data.examples.split')} value={value} options={options} onChange={onChange} />
  );
}
