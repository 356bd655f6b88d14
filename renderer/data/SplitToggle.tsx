/** Which split is looked at, where a set has several. */

import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { t } from '../../core/messages';
import type { SplitChoice, SplitId } from './splits';

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
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={value}
      aria-label={t('data.examples.split')}
      onChange={(_event, next: SplitId | null) => next && onChange(next)}
    >
      {splits.map(({ id, role }) => (
        <ToggleButton key={id} value={id}>
          {t('data.split', { split: role })}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
