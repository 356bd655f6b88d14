/** The box beside the crosshair with the value of every curve. */

import Box from '@mui/material/Box';
import type { Reading } from '../../core/figures/curves';
import type { Scene } from '../../core/figures/scene';
import { t } from '../../core/messages';
import { token } from '../ui/theme/tokens';

/** More would cover the plot. */
const ROWS = 9;

export function Readings({
  scene,
  width,
  x,
  heading,
  readings,
  format,
}: {
  scene: Scene;
  width: number;
  x: number;
  heading: string;
  readings: readonly Reading[];
  format(value: number): string;
}) {
  const at = scene.x(x);
  const onRight = at < width / 2;
  const shown = readings.slice(0, ROWS);
  return (
    <Box
      aria-hidden="true"
      sx={{
        position: 'absolute',
        top: scene.plot.top,
        ...(onRight ? { left: at + 12 } : { right: width - at + 12 }),
        maxWidth: Math.max(120, width / 2),
        pointerEvents: 'none',
        zIndex: 1,
        px: '9px',
        py: '6px',
        borderRadius: '7px',
        border: `1px solid ${token('line')}`,
        backgroundColor: token('panel'),
        boxShadow: '0 6px 20px rgb(0 0 0 / 0.18)',
        fontSize: 12,
        lineHeight: '18px',
      }}
    >
      <Box sx={{ color: token('muted') }}>{heading}</Box>
      {shown.map(({ series, point, raw }) => (
        <Box key={series.id} sx={{ display: 'flex', alignItems: 'center', gap: '6px', whiteSpace: 'nowrap' }}>
          <Swatch color={series.color} dashed={series.dashed} />
          <Box sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }}>
            {series.label}
            {series.kind && (
              <Box component="span" sx={{ color: token('muted') }}>
                {' '}
                {series.kind}
              </Box>
            )}
          </Box>
          <Box sx={{ fontWeight: 550, pl: '8px', fontVariantNumeric: 'tabular-nums' }}>{format(point.y)}</Box>
          {raw !== undefined && Number.isFinite(raw) && (
            <Box sx={{ color: token('muted'), fontVariantNumeric: 'tabular-nums' }}>
              {t('train.chart.raw', { value: format(raw) })}
            </Box>
          )}
        </Box>
      ))}
      {readings.length > ROWS && (
        <Box sx={{ color: token('muted') }}>{t('train.chart.more', { count: readings.length - ROWS })}</Box>
      )}
    </Box>
  );
}

/** A piece of the line, for labels. */
export function Swatch({ color, dashed }: { color: string; dashed?: boolean }) {
  return (
    <svg width={14} height={8} aria-hidden="true" style={{ flexShrink: 0 }}>
      <line
        x1={1}
        x2={13}
        y1={4}
        y2={4}
        stroke={color}
        strokeWidth={2.5}
        strokeLinecap={dashed ? 'butt' : 'round'}
        strokeDasharray={dashed ? '4 3' : undefined}
      />
    </svg>
  );
}
