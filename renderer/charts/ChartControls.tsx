import Box from '@mui/material/Box';
import Slider from '@mui/material/Slider';
import { memo } from 'react';
import { X_UNITS, type XUnit } from '../../core/figures/axis';
import { formatDecimals } from '../../core/format/number';
import { type Key, t } from '../../core/messages';
import { Choice } from '../ui/Choice';
import { token } from '../ui/theme/tokens';

const UNITS = {
  epoch: 'train.chart.unit.epoch',
  step: 'train.chart.unit.step',
  time: 'train.chart.unit.time',
  macs: 'train.chart.unit.macs',
} as const satisfies Record<XUnit, Key>;

export const xName = (unit: XUnit): string => t(UNITS[unit]);

interface Control<Value> {
  chart: string;
  value: Value;
  onChange(value: Value): void;
}

export function XUnitSelect({ chart, ...control }: Control<XUnit>) {
  const options = X_UNITS.map((value) => ({ value, label: xName(value) }));
  return <Choice plain label={t('train.chart.axis', { chart })} options={options} {...control} />;
}

export const SmoothingSlider = memo(function SmoothingSlider({ chart, value, onChange }: Control<number>) {
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
});
