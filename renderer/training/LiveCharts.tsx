/** Live curves of the study's runs: training by step, validation by epoch; the rate if it changes. */
import { useMemo, useState } from 'react';
import type { XUnit } from '../../core/figures/axis';
import { runColor } from '../../core/figures/colors';
import { epochPoints, runLabel, stepPoints, xEndOf } from '../../core/figures/run-series';
import type { ValueUnit } from '../../core/figures/scene';
import type { Series } from '../../core/figures/types';
import { type Key, t } from '../../core/messages';
import type { EpochMetrics, RunRecord } from '../../core/study/run';
import { LineChart } from '../charts/LineChart';
import { useRuns } from '../client/runs';
import type { LiveRun } from '../client/trainingState';
import { PanelPair } from '../layout/SideAndMain';
import { Panel } from '../ui';

interface Chart {
  title: Key;
  /** Shown while there is nothing to draw. */
  empty: Key;
  unit: ValueUnit;
  training(run: LiveRun, unit: XUnit): Pick<Series, 'points' | 'dots' | 'smoothed'>;
  validation?(epoch: EpochMetrics): number | undefined;
  /** The chart is left out if this is false for all runs. */
  shownFor?(run: LiveRun): boolean;
}

const steps = (name: 'loss' | 'accuracy') => (run: LiveRun, unit: XUnit) => ({
  smoothed: true,
  points: stepPoints(run.record, run.steps[name], unit),
});

const hasTopFive = ({ record }: LiveRun): boolean =>
  record.epochs.some(({ valTop5 }) => valTop5 !== undefined);

const MAIN: readonly Chart[] = [
  {
    title: 'train.charts.loss',
    empty: 'train.charts.emptyLoss',
    unit: 'loss',
    training: steps('loss'),
    validation: ({ valLoss }) => valLoss,
  },
  {
    title: 'train.charts.accuracy',
    empty: 'train.charts.emptyAccuracy',
    unit: 'share',
    training: steps('accuracy'),
    validation: ({ valAccuracy }) => valAccuracy,
  },
];

const SMALL: readonly Chart[] = [
  {
    title: 'train.charts.top5',
    empty: 'train.charts.emptyTop5',
    unit: 'share',
    training: (run, unit) => ({
      dots: true,
      points: hasTopFive(run) ? epochPoints(run.record, ({ top5 }) => top5 ?? Number.NaN, unit) : [],
    }),
    validation: ({ valTop5 }) => valTop5,
    shownFor: hasTopFive,
  },
  {
    title: 'train.charts.learningRate',
    empty: 'train.charts.emptyRate',
    unit: 'rate',
    training: (run, unit) => ({ points: stepPoints(run.record, run.steps.learningRate, unit) }),
    shownFor: ({ steps: { learningRate } }) =>
      learningRate.some(({ value }) => value !== learningRate[0]!.value),
  },
];

function seriesOf(
  runs: readonly LiveRun[],
  around: readonly RunRecord[],
  unit: XUnit,
  { training, validation }: Chart,
): Series[] {
  const records = runs.map(({ record }) => record);
  return runs.flatMap((run): Series[] => {
    const { record } = run;
    const common = { label: runLabel(record, records), color: runColor(record, around) };
    const id = `${record.id}.train`;
    if (!validation) return [{ ...common, ...training(run, unit), id }];
    const begun = record.epochs.some((epoch) => validation(epoch) !== undefined);
    return [
      { ...common, ...training(run, unit), id, kind: t('train.charts.training') },
      {
        ...common,
        id: `${record.id}.val`,
        kind: t('train.charts.validation'),
        dashed: true,
        dots: true,
        points: begun ? epochPoints(record, (epoch) => validation(epoch) ?? Number.NaN, unit) : [],
      },
    ];
  });
}

export function LiveCharts({ runs }: { runs: readonly LiveRun[] }) {
  const [unit, setUnit] = useState<XUnit>('epoch');
  const [smoothing, setSmoothing] = useState(0.6);
  const { runs: around } = useRuns();
  const records = runs.map(({ record }) => record);
  const rows = useMemo(
    () =>
      [MAIN, SMALL.filter(({ shownFor }) => runs.some(shownFor!))].map((charts) =>
        charts.map((chart) => ({ ...chart, series: seriesOf(runs, around, unit, chart) })),
      ),
    [runs, around, unit],
  );
  return rows.map((charts, row) => {
    const small = row > 0;
    if (charts.length === 0) return null;
    return (
      <PanelPair key={small ? 'small' : 'main'} min={300}>
        {charts.map(({ title, empty, unit: yUnit, series }) => (
          <Panel key={title}>
            <LineChart
              xUnit={unit}
              onXUnit={setUnit}
              unit={yUnit}
              smoothing={smoothing}
              onSmoothing={small ? undefined : setSmoothing}
              xEnd={xEndOf(records, unit)}
              height={small ? 150 : undefined}
              title={t(title)}
              series={series}
              empty={t(empty)}
            />
          </Panel>
        ))}
      </PanelPair>
    );
  });
}
