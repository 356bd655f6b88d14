/** The last checkpoint of a run, or its best. */

import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { t } from '../../core/messages';
import type { CheckpointOption } from './can';

export function CheckpointToggle({
  options,
  value,
  onChange,
}: {
  options: readonly CheckpointOption[];
  value: CheckpointOption['which'];
  onChange(which: CheckpointOption['which']): void;
}) {
  return (
    <ToggleButtonGroup
      exclusive
      fullWidth
      value={value}
      aria-label={t('train.checkpoint.label')}
      onChange={(_event, next: CheckpointOption['which'] | null) => next && onChange(next)}
    >
      {options.map(({ which, label }) => (
        <ToggleButton key={which} value={which}>
          {label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
