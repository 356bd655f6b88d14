/** A measure of every block by depth, residual beside plain, at a chosen step. */

import Box from '@mui/material/Box';
import Slider from '@mui/material/Slider';
import { useState } from 'react';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { LineChart } from '../charts/LineChart';
import { Panel } from '../ui';
import { Choice } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { blocksOf, depthCurves, measuredSteps } from './depth';
import { MEASURE_NAMES, MEASURES, type Measure } from './measures';
import { useDiagnostics } from './useDiagnostics';

export function MeasureSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Measure;
  onChange(value: Measure): void;
}) {
  const options = MEASURE_NAMES.map((name) => ({ value: name, label: t(MEASURES[name].title) }));
  return <Choice plain label={label} value={value} options={options} onChange={onChange} />;
}

/** @param always explains how to have blocks measured where none are. */
export function DepthPanel({ runs, always = false }: { runs: readonly RunRecord[]; always?: boolean }) {
  const [measure, setMeasure] = useState<Measure>('gradientNorm');
  /** Absent: the newest. */
  const [chosen, setChosen] = useState<number>();
  const diagnosed = useDiagnostics(runs);
  const steps = measuredSteps(diagnosed);
  const last = steps.length - 1;
  if (last < 0 && !always) return null;
  const index = chosen === undefined ? last : Math.min(chosen, last);
  const step = steps[index] ?? 0;
  const blocks = blocksOf(diagnosed);
  const { title, help, log } = MEASURES[measure];
  return (
    <Panel sx={{ flexShrink: 0 }}>
      <LineChart
        title={t('ui.measures.depthTitle', { measure: t(title) })}
        series={depthCurves(diagnosed, measure, step)}
        xUnit="block"
        unit={log ? 'log' : 'number'}
        nameX={(x) => blocks[Math.round(x) - 1] ?? t('ui.measures.block', { number: Math.round(x) })}
        height={200}
        empty={
          runs.some(({ settings }) => settings.diagnosticsEvery !== null)
            ? t('ui.measures.notYet')
            : t('ui.measures.notMeasured')
        }
        controls={<MeasureSelect label={t('ui.measures.overDepth')} value={measure} onChange={setMeasure} />}
      />
      {last >= 0 && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            columnGap: 3,
            mt: 1,
            fontSize: 12,
            lineHeight: '17px',
            color: token('muted'),
          }}
        >
          <Box sx={{ flex: '1 1 260px' }}>{t(help)}</Box>
          {last > 0 && (
            <Slider
              size="small"
              min={0}
              max={last}
              value={index}
              onChange={(_event, next) => setChosen(next === last ? undefined : (next as number))}
              slotProps={{ input: { 'aria-label': t('ui.measures.stepSlider') } }}
              getAriaValueText={() => t('ui.measures.step', { step })}
              sx={{ width: 140, color: token('muted') }}
            />
          )}
          <Box component="span" sx={{ minWidth: 84, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>
            {t('ui.measures.step', { step })}
          </Box>
        </Box>
      )}
    </Panel>
  );
}
