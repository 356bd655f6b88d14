/** Live curves of the study's runs: training by step, validation by epoch; the rate if it changes. */
import { useMemo, useState } from 'react';
import { metricCurves } from '../../core/figures/run-curves';
import { RUN_METRICS, type RunMetric } from '../../core/figures/run-metrics';
import { xEndOf } from '../../core/figures/run-series';
import type { Series } from '../../core/figures/types';
import { type Key, t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { ChartToolbar } from '../charts/ChartToolbar';
import { type ChartChoices, useChartChoices } from '../charts/choices';
import { LineChart } from '../charts/LineChart';
import { createChartLink } from '../charts/link';
import { useRuns } from '../client/runs';
import type { LiveRun } from '../client/trainingState';
import { PanelPair } from '../layout/SideAndMain';
import { Panel } from '../ui';

interface Chart {
  title: Key;
  /** Shown while there is nothing to draw. */
  empty: Key;
  training: RunMetric;
  validation?: RunMetric;
  /** The chart is left out if this is false for all runs. */
  shownFor?(run: LiveRun): boolean;
}

const MAIN: readonly Chart[] = [
  {
    title: 'train.charts.loss',
    empty: 'train.charts.emptyLoss',
    training: RUN_METRICS.loss,
    validation: RUN_METRICS.valLoss,
  },
  {
    title: 'train.charts.accuracy',
    empty: 'train.charts.emptyAccuracy',
    training: RUN_METRICS.accuracy,
    validation: RUN_METRICS.valAccuracy,
  },
];

const SMALL: readonly Chart[] = [
  {
    title: 'train.charts.top5',
    empty: 'train.charts.emptyTop5',
    training: RUN_METRICS.top5,
    validation: RUN_METRICS.valTop5,
    shownFor: ({ record }) => record.epochs.some(({ valTop5 }) => valTop5 !== undefined),
  },
  {
    title: 'train.charts.learningRate',
    empty: 'train.charts.emptyRate',
    training: RUN_METRICS.learningRate,
    shownFor: ({ steps: { learningRate } }) => learningRate.some((rate) => rate !== learningRate[0]),
  },
];

function seriesOf(
  runs: readonly LiveRun[],
  around: readonly RunRecord[],
  { x: unit, seeds, stepSmoothing: smoothing }: ChartChoices,
  { training, validation }: Chart,
): Series[] {
  const steps = Object.fromEntries(runs.map((run) => [run.record.id, run.steps]));
  const curves = (metric: RunMetric) =>
    metricCurves(
      {
        runs: runs.map(({ record }) => record),
        around,
        unit,
        seeds,
        smoothing: metric.bySteps ? smoothing : 0,
      },
      metric,
      steps,
    );
  if (!validation) return curves(training);
  return [
    ...curves(training).map((one) => ({ ...one, id: `${one.id}.train`, kind: t('train.charts.training') })),
    ...curves(validation).map((one) => ({
      ...one,
      id: `${one.id}.val`,
      kind: t('train.charts.validation'),
      dashed: true,
    })),
  ];
}

const smoothSteps = (value: number) => useChartChoices.setState({ stepSmoothing: value });

export function LiveCharts({ runs }: { runs: readonly LiveRun[] }) {
  const choices = useChartChoices();
  const [link] = useState(createChartLink);
  const { runs: around } = useRuns();
  const records = runs.map(({ record }) => record);
  const rows = useMemo(
    () =>
      [MAIN, SMALL.filter(({ shownFor }) => runs.some(shownFor!))].map((charts) =>
        charts.map((chart) => ({ ...chart, series: seriesOf(runs, around, choices, chart) })),
      ),
    [runs, around, choices],
  );
  return (
    <>
      <ChartToolbar runs={records} link={link} />
      {rows.map((charts, row) => {
        const small = row > 0;
        if (charts.length === 0) return null;
        return (
          <PanelPair key={small ? 'small' : 'main'} min={300}>
            {charts.map(({ title, empty, training, series }) => (
              <Panel key={title}>
                <LineChart
                  link={link}
                  xUnit={choices.x}
                  logX={choices.logX}
                  unit={training.unit}
                  smoothing={choices.stepSmoothing}
                  onSmoothing={small ? undefined : smoothSteps}
                  xEnd={xEndOf(records, choices.x)}
                  height={small ? 150 : undefined}
                  title={t(title)}
                  series={series}
                  empty={t(empty)}
                />
              </Panel>
            ))}
          </PanelPair>
        );
      })}
    </>
  );
}
