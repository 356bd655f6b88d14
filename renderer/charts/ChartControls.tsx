/** What x counts, and how much the curves are smoothed. */

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import Slider from '@mui/material/Slider';
import { formatDecimals } from '../../core/format/number';
import { type Key, t } from '../../core/messages';
import { token } from '../ui/theme/tokens';
import type { XUnit } from './axis';

const UNITS = {
  epoch: 'train.chart.unit.epoch',
  step: 'train.chart.unit.step',
  time: 'train.chart.unit.time',
} as const satisfies Record<XUnit, Key>;

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
      slotProps={{ input: { 'aria-label': t('train.chart.axis', { chart }) } }}
      sx={{ fontSize: 12, color: token('muted'), '& .MuiSelect-select': { py: '3px' } }}
    >
      {(Object.keys(UNITS) as XUnit[]).map((unit) => (
        <MenuItem key={unit} value={unit}>
          {t(UNITS[unit])}
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
        {t('train.chart.smoothing')}{' '}
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
        slotProps={{ input: { 'aria-label': t('train.chart.smoothingOf', { chart }) } }}
        sx={{ width: { xs: 36, lg: 72 }, py: '10px', color: token('muted') }}
      />
    </Box>
  );
}
