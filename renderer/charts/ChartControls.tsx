/** What x counts, and how much the curves are smoothed. */

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Slider from '@mui/material/Slider';
import { formatDecimals } from '../../core/format/number';
import { token } from '../ui/theme/tokens';
import type { XUnit } from './axis';

const UNITS: readonly XUnit[] = ['epoch', 'step', 'time'];

export function XUnitSelect({
  chart,
  value,
  onChange,
}: {
  /** Title of the chart, for the control's name. */
  chart: string;
  value: XUnit;
  onChange(value: XUnit): void;
}) {
  return (
    <Select<XUnit>
      variant="standard"
      disableUnderline
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ input: { 'aria-label': `${chart}: horizontal axis` } }}
      sx={{ fontSize: 12, color: token('muted'), '& .MuiSelect-select': { py: '3px' } }}
    >
      {UNITS.map((unit) => (
        <MenuItem key={unit} value={unit}>
          {unit}
        </MenuItem>
      ))}
    </Select>
  );
}

export function SmoothingSlider({
  chart,
  value,
  onChange,
}: {
  chart: string;
  value: number;
  onChange(value: number): void;
}) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, fontSize: 12, color: token('muted') }}>
      <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
        smoothing{' '}
        <Box component="span" sx={{ display: 'inline-block', width: '2.6em' }}>
          {formatDecimals(value, 2)}
        </Box>
      </Box>
      <Slider
        size="small"
        min={0}
        max={0.99}
        step={0.01}
        value={value}
        onChange={(_event, next) => onChange(next as number)}
        slotProps={{ input: { 'aria-label': `${chart}: smoothing` } }}
        sx={{ width: { xs: 36, lg: 72 }, py: '10px', color: token('muted') }}
      />
    </Box>
  );
}
