/** What charts of runs have in common: their horizontal axis, and how seeds are shown. */
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { memo, type ReactNode } from 'react';
import { SEED_VIEWS, type SeedView } from '../../core/figures/run-curves';
import type { RunMetricName } from '../../core/figures/run-metrics';
import { type Key, t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { groupSeeds } from '../../core/study/seed-groups';
import { Choice } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { XUnitSelect } from './ChartControls';
import { useChartChoices } from './choices';
import { type ChartLink, showAll } from './link';

const SEED_WORDS = {
  each: 'train.chart.seeds.each',
  mean: 'train.chart.seeds.mean',
  median: 'train.chart.seeds.median',
} as const satisfies Record<SeedView, Key>;

interface ChartToolbarProps {
  runs: readonly RunRecord[];
  link: ChartLink;
  /** Charts whose axis of values may be logarithmic. */
  metrics?: readonly RunMetricName[];
  children?: ReactNode;
}

function AxisSwitch({ label, on, onChange }: { label: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <FormControlLabel
      control={<Switch size="small" checked={on} onChange={(_event, next) => onChange(next)} />}
      label={label}
      sx={{ m: 0, gap: 1, '& .MuiFormControlLabel-label': { fontSize: 12 } }}
    />
  );
}

export const ChartToolbar = memo(function ChartToolbar(props: ChartToolbarProps) {
  const { runs, link, metrics, children } = props;
  const { x, logX, logarithmic, seeds } = useChartChoices();
  const severalSeeds = groupSeeds(runs).some((arm) => arm.runs.length > 1);
  return (
    <Box
      role="group"
      aria-label={t('train.chart.all')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 4,
        minHeight: 26,
        fontSize: 12,
        color: token('muted'),
        flexShrink: 0,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        {t('train.chart.over')}
        <XUnitSelect
          chart={t('train.chart.all')}
          value={x}
          onChange={(next) => {
            showAll(link);
            useChartChoices.setState({ x: next });
          }}
        />
      </Box>
      <AxisSwitch
        label={t('train.chart.logX')}
        on={logX}
        onChange={(on) => {
          showAll(link);
          useChartChoices.setState({ logX: on });
        }}
      />
      {metrics && (
        <AxisSwitch
          label={t('train.chart.logY')}
          on={metrics.every((name) => logarithmic.includes(name))}
          onChange={(on) => {
            const others = logarithmic.filter((name) => !metrics.includes(name));
            useChartChoices.setState({ logarithmic: on ? [...others, ...metrics] : others });
          }}
        />
      )}
      {severalSeeds && (
        <Choice<SeedView>
          plain
          label={t('train.chart.seeds.title')}
          value={seeds}
          onChange={(next) => useChartChoices.setState({ seeds: next })}
          options={SEED_VIEWS.map((value) => ({ value, label: t(SEED_WORDS[value]) }))}
        />
      )}
      <Box component="span" sx={{ display: { xs: 'none', lg: 'inline' } }}>
        {t('train.chart.how')}
      </Box>
      <Box sx={{ ml: 'auto' }}>{children}</Box>
    </Box>
  );
});
