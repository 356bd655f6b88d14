/** Which split is looked at, where a set has several. */
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
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
      aria-label="Split"
      onChange={(_event, next: SplitId | null) => next && onChange(next)}
    >
      {splits.map(({ id, label }) => (
        <ToggleButton key={id} value={id}>
          {label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
