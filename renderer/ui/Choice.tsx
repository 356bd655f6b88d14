/** One of a few values: buttons beside each other, or a list that opens. */
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { ReactNode } from 'react';
import { focusRing } from './theme/theme';
import { token } from './theme/tokens';

export interface Option<Value> {
  value: Value;
  label: ReactNode;
  disabled?: boolean;
}

interface ChoiceProps<Value> {
  /** Accessible name. */
  label: string;
  value: Value;
  options: readonly Option<Value>[];
  onChange(value: NoInfer<Value>): void;
  disabled?: boolean;
  sx?: object;
}

/** @param small as wide as its words, instead of as wide as there is room */
export function Toggle<Value extends string | number>({
  label,
  options,
  onChange,
  small = false,
  ...group
}: ChoiceProps<Value> & { small?: boolean }) {
  return (
    <ToggleButtonGroup
      exclusive
      {...(small ? { size: 'small' } : { fullWidth: true })}
      aria-label={label}
      onChange={(_event, next: Value | null) => next !== null && onChange(next)}
      {...group}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

const PLAIN = {
  fontSize: 12,
  color: token('muted'),
  '& .MuiSelect-select': { py: '3px', '&:focus-visible': focusRing },
};

/** @param plain without a border, in the small type of a chart's head */
export function Choice<Value extends string | number>({
  label,
  options,
  onChange,
  plain = false,
  sx,
  ...select
}: ChoiceProps<Value> & { plain?: boolean; fullWidth?: boolean }) {
  return (
    <Select<Value>
      {...(plain && { variant: 'standard', disableUnderline: true })}
      onChange={(event) => onChange(event.target.value as Value)}
      slotProps={{ input: { 'aria-label': label } }}
      sx={{ ...(plain && PLAIN), ...sx }}
      {...select}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </MenuItem>
      ))}
    </Select>
  );
}
