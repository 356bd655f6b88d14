/** A measure of every block by depth, arm beside arm, at a chosen step; it plays over the epochs. */

import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Slider from '@mui/material/Slider';
import { Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { blocksOf, depthCurves, measuredAt, measuredSteps, rangeOver } from '../../core/figures/depth';
import { MEASURE_NAMES, MEASURES, type Measure } from '../../core/figures/measures';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { LineChart } from '../charts/LineChart';
import { useRuns } from '../client/runs';
import { Panel } from '../ui';
import { Choice } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { useDiagnostics } from './useDiagnostics';
import { usePlayback } from './usePlayback';

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

/**
 * @param meanOfSeeds one curve per arm, instead of one per run
 * @param always explains how to have blocks measured where none are.
 */
export function DepthPanel({
  runs,
  meanOfSeeds = true,
  always = false,
}: {
  runs: readonly RunRecord[];
  meanOfSeeds?: boolean;
  always?: boolean;
}) {
  const [measure, setMeasure] = useState<Measure>('gradientNorm');
  const [order, setOrder] = useState<'depth' | 'sorted'>('depth');
  const { runs: around } = useRuns();
  const diagnosed = useDiagnostics(runs);
  const steps = useMemo(() => measuredSteps(diagnosed), [diagnosed]);
  const shows = useMemo(() => rangeOver(diagnosed, measure), [diagnosed, measure]);
  const { frame, playing, toggle, show } = usePlayback(steps.length);
  const last = steps.length - 1;
  const step = steps[frame] ?? 0;
  const series = useMemo(
    () => depthCurves(diagnosed, { measure, step, meanOfSeeds, sorted: order === 'sorted', around }),
    [diagnosed, around, measure, step, meanOfSeeds, order],
  );
  if (last < 0 && !always) return null;
  const blocks = blocksOf(diagnosed);
  const { title, help, log } = MEASURES[measure];
  const epoch = diagnosed.flatMap(({ diagnostics }) => measuredAt(diagnostics, step)?.epoch ?? []);
  const when = t('ui.measures.epochStep', { epoch: Math.max(0, ...epoch), step });
  const place = (x: number) =>
    order === 'sorted'
      ? t('ui.measures.rank', { rank: Math.round(x) })
      : (blocks[Math.round(x) - 1] ?? t('ui.measures.block', { number: Math.round(x) }));
  return (
    <Panel sx={{ flexShrink: 0 }}>
      <LineChart
        title={t('ui.measures.depthTitle', { measure: t(title) })}
        series={series}
        shows={shows}
        xUnit="block"
        unit={log ? 'log' : 'number'}
        nameX={place}
        height={200}
        empty={
          runs.some(({ settings }) => settings.diagnosticsEvery !== null)
            ? t('ui.measures.notYet')
            : t('ui.measures.notMeasured')
        }
        controls={
          <>
            <Choice
              plain
              label={t('ui.measures.order')}
              value={order}
              options={[
                { value: 'depth', label: t('ui.measures.byDepth') },
                { value: 'sorted', label: t('ui.measures.sorted') },
              ]}
              onChange={setOrder}
            />
            <MeasureSelect label={t('ui.measures.overDepth')} value={measure} onChange={setMeasure} />
          </>
        }
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
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
              <IconButton
                aria-label={t(playing ? 'ui.measures.pause' : 'ui.measures.play')}
                title={t(playing ? 'ui.measures.pause' : 'ui.measures.play')}
                onClick={toggle}
              >
                {playing ? <Pause size={14} /> : <Play size={14} />}
              </IconButton>
              <Slider
                size="small"
                min={0}
                max={last}
                value={frame}
                onChange={(_event, next) => show(next as number)}
                slotProps={{ input: { 'aria-label': t('ui.measures.stepSlider') } }}
                getAriaValueText={() => when}
                sx={{ width: 180, color: token('muted') }}
              />
            </Box>
          )}
          <Box
            component="span"
            sx={{ minWidth: 132, ml: 'auto', textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}
          >
            {when}
          </Box>
        </Box>
      )}
    </Panel>
  );
}
