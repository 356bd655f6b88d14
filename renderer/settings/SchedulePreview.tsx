/** A small drawing of the learning rate over the training. */
import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { formatRate } from '../../core/format/number';
import { t } from '../../core/messages';
import type { TrainingSettings } from '../../core/study/settings';
import { Note } from '../ui';
import { token } from '../ui/theme/tokens';
import { useWidth } from '../ui/useSize';
import { behindTheEnd, rateCurve } from './preview';

const HEIGHT = 56;

export function SchedulePreview({
  settings,
  trainImages,
}: {
  settings: TrainingSettings;
  trainImages: number;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { points, totalSteps, highest, lowest } = useMemo(
    () => rateCurve(settings, trainImages),
    [settings, trainImages],
  );
  const x = (step: number) => 1 + (step / Math.max(1, totalSteps - 1)) * Math.max(0, width - 2);
  const y = (rate: number) => HEIGHT - 2 - (rate / highest) * (HEIGHT - 5);
  const path = points.map(({ step, rate }, index) => `${index ? 'L' : 'M'}${x(step)} ${y(rate)}`).join('');
  const warning = behindTheEnd(settings, totalSteps);
  const range =
    lowest === highest
      ? t('settings.preview.allAlong', { rate: formatRate(highest) })
      : t('settings.preview.range', { lowest: formatRate(lowest), highest: formatRate(highest) });
  return (
    <Box sx={{ mt: 2, mb: 1 }}>
      <Box
        ref={ref}
        role="img"
        aria-label={t('settings.preview.label', { steps: totalSteps, range })}
        sx={{ height: HEIGHT, borderBottom: `1px solid ${token('line')}` }}
      >
        {width > 0 && (
          <svg width={width} height={HEIGHT} aria-hidden="true" style={{ display: 'block' }}>
            <path
              d={`${path}L${x(totalSteps - 1)} ${HEIGHT}L1 ${HEIGHT}Z`}
              fill={token('accent')}
              opacity={0.1}
            />
            <path d={path} fill="none" stroke={token('accent')} strokeWidth={1.5} strokeLinejoin="round" />
          </svg>
        )}
      </Box>
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          gap: 2,
          mt: '3px',
          fontSize: 11,
          lineHeight: '15px',
          color: token('muted'),
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        <span>{range}</span>
        <span>{t('settings.preview.steps', { steps: totalSteps })}</span>
      </Box>
      {settings.schedule.type === 'plateau' && <Note sx={{ mt: 1 }}>{t('settings.preview.plateau')}</Note>}
      {warning && (
        <Note role="status" tone="warning" sx={{ mt: 1 }}>
          {warning}
        </Note>
      )}
    </Box>
  );
}
