/** Beside a canvas that shows two graphs in one: what differs, and how their networks were trained. */
import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { graphKey } from '../../../core/analysis/twins';
import { diffLines, diffSummary } from '../../../core/edit/describe-diff';
import { token } from '../../../core/figures/colors';
import { differenceCurve, runsOfNetworks } from '../../../core/figures/difference';
import { metricCurves } from '../../../core/figures/run-curves';
import { RUN_METRICS } from '../../../core/figures/run-metrics';
import { xEndOf } from '../../../core/figures/run-series';
import { join, t, textOf } from '../../../core/messages';
import { LineChart } from '../../charts/LineChart';
import { useFreshRuns } from '../../client/runs';
import type { OpenDocument } from '../../state/documents';
import { type Comparison, showInOther } from '../../state/graphDiff';
import { Note, SectionHead } from '../../ui';
import { DiffList } from '../../ui/DiffList';
import { bringIntoView } from '../editor/canvasView';
import { uncover } from '../editor/folding';

const HEIGHT = 150;

export function ComparisonPanel({ open, comparison }: { open: OpenDocument; comparison: Comparison }) {
  const { diff, name } = comparison;
  const lines = useMemo(() => diffLines(diff), [diff]);
  return (
    <Box
      component="aside"
      aria-label={t('diff.view.panel')}
      sx={{ height: '100%', overflowY: 'auto', p: '12px 16px 24px', backgroundColor: token('panel') }}
    >
      <Box component="h2" sx={{ m: 0, fontSize: 15, lineHeight: '20px', overflowWrap: 'anywhere' }}>
        {t('diff.view.against', { name })}
      </Box>
      <Box sx={{ color: token('muted'), fontSize: 12, mt: 1 }}>{textOf(diffSummary(diff))}</Box>
      <Curves open={open} comparison={comparison} />
      {lines.length > 0 && (
        <>
          <SectionHead>{t('diff.view.list')}</SectionHead>
          <DiffList lines={lines} tall onChoose={(id) => void show(id)} />
        </>
      )}
    </Box>
  );
}

/** Moves the canvas to a layer of either graph. */
async function show(id: string) {
  uncover(id);
  showInOther(id);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await bringIntoView(id);
}

function Curves({ open, comparison }: { open: OpenDocument; comparison: Comparison }) {
  const { runs } = useFreshRuns();
  const { other } = comparison;
  const keys = useMemo(() => [graphKey(other), graphKey(open.document)] as const, [other, open.document]);
  const { first, second } = useMemo(() => runsOfNetworks(runs, keys), [runs, keys]);
  const all = [...second, ...first];
  // As the legend calls them: a tab may have another name, and a run's has its seed.
  const own = second[0]?.arm ?? open.document.name;
  const name = first[0]?.arm ?? comparison.name;
  const title = t('diff.view.differenceOf', { name: own, other: name });
  const difference = differenceCurve(first, second, { label: title, color: token('text') });
  if (all.length === 0) return <Note sx={{ mt: 3 }}>{t('diff.view.noRuns')}</Note>;
  const common = { xUnit: 'epoch', xEnd: xEndOf(all, 'epoch'), height: HEIGHT } as const;
  return (
    <Box sx={{ mt: 4, display: 'flex', flexDirection: 'column', gap: 3 }}>
      <LineChart
        {...common}
        title={t('compare.charts.validationAccuracy')}
        unit="share"
        series={metricCurves(
          { runs: all, around: runs, unit: 'epoch', smoothing: 0, seeds: 'mean' },
          RUN_METRICS.valAccuracy,
        )}
        empty={t('compare.charts.noValidation')}
      />
      {first.length > 0 && second.length > 0 ? (
        <LineChart
          {...common}
          title={t('diff.view.difference')}
          unit="number"
          shows={[0]}
          series={difference ? [difference] : []}
          empty={t('diff.view.noDifference')}
        />
      ) : (
        <Note>{t('diff.view.oneSide', { name: first.length > 0 ? name : own })}</Note>
      )}
      <Box sx={{ color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
        {t('diff.view.curvesFrom', { study: join([...new Set(all.map(({ studyName }) => studyName))]) })}
      </Box>
    </Box>
  );
}
