/** Live curves of the study's runs: training by step, validation by epoch; the rate where it moves. */

import { useMemo, useState } from 'react';
import { t } from '../../core/messages';
import type { EpochMetrics } from '../../core/study/run';
import type { XUnit } from '../charts/axis';
import { LineChart } from '../charts/LineChart';
import { epochPoints, runLabel, stepPoints, xEndOf } from '../charts/runSeries';
import type { Series } from '../charts/types';
import type { LiveRun } from '../client/trainingState';
import { PanelPair } from '../layout/SideAndMain';
import { Panel } from '../ui';
import { runColor } from '../ui/theme/theme';

/** A value of every run at the end of each epoch, training and validation; runs without it are left out. */
function seriesOf(
  runs: readonly LiveRun[],
  unit: XUnit,
  training: (run: LiveRun) => Pick<Series, 'points' | 'dots' | 'smoothed'>,
  validation?: (epoch: EpochMetrics) => number | undefined,
): Series[] {
  const records = runs.map(({ record }) => record);
  return runs.flatMap((run): Series[] => {
    const { record } = run;
    const common = { label: runLabel(record, records), color: runColor(record.color) };
    const own: Series = {
      ...common,
      ...training(run),
      id: `${record.id}.train`,
      kind: t('train.charts.training'),
    };
    if (!validation) return [own];
    const after = record.epochs.flatMap((epoch) => validation(epoch) ?? []);
    return [
      own,
      {
        ...common,
        id: `${record.id}.val`,
        kind: t('train.charts.validation'),
        dashed: true,
        dots: true,
        points: after.length > 0 ? epochPoints(record, (epoch) => validation(epoch) ?? Number.NaN, unit) : [],
      },
    ];
  });
}

const steps = (name: 'loss' | 'accuracy', unit: XUnit) => (run: LiveRun) => ({
  smoothed: true,
  points: stepPoints(run.record, run.steps[name], unit),
});

/** Whether any rate is not the same all along: a straight line would say nothing. */
const moves = ({ steps: { learningRate } }: LiveRun): boolean =>
  learningRate.some(({ value }) => value !== learningRate[0]!.value);

const hasTopFive = ({ record }: LiveRun): boolean =>
  record.epochs.some(({ valTop5 }) => valTop5 !== undefined);

export function LiveCharts({ runs }: { runs: readonly LiveRun[] }) {
  const [unit, setUnit] = useState<XUnit>('epoch');
  const [smoothing, setSmoothing] = useState(0.6);
  const loss = useMemo(
    () => seriesOf(runs, unit, steps('loss', unit), ({ valLoss }) => valLoss),
    [runs, unit],
  );
  const accuracy = useMemo(
    () => seriesOf(runs, unit, steps('accuracy', unit), ({ valAccuracy }) => valAccuracy),
    [runs, unit],
  );
  const topFive = useMemo(() => {
    if (!runs.some(hasTopFive)) return undefined;
    const points = (run: LiveRun) =>
      hasTopFive(run) ? epochPoints(run.record, ({ top5 }) => top5 ?? Number.NaN, unit) : [];
    return seriesOf(
      runs,
      unit,
      (run) => ({ dots: true, points: points(run) }),
      ({ valTop5 }) => valTop5,
    );
  }, [runs, unit]);
  const rate = useMemo(() => {
    if (!runs.some(moves)) return undefined;
    const curves = seriesOf(runs, unit, (run) => ({
      points: stepPoints(run.record, run.steps.learningRate, unit),
    }));
    return curves.map((one) => ({ ...one, kind: undefined }));
  }, [runs, unit]);
  const xEnd = xEndOf(
    runs.map(({ record }) => record),
    unit,
  );
  const common = { xUnit: unit, onXUnit: setUnit, smoothing, xEnd };
  return (
    <>
      <PanelPair min={300}>
        <Panel>
          <LineChart
            {...common}
            title={t('train.charts.loss')}
            unit="loss"
            series={loss}
            onSmoothing={setSmoothing}
            empty={t('train.charts.emptyLoss')}
          />
        </Panel>
        <Panel>
          <LineChart
            {...common}
            title={t('train.charts.accuracy')}
            unit="share"
            series={accuracy}
            onSmoothing={setSmoothing}
            empty={t('train.charts.emptyAccuracy')}
          />
        </Panel>
      </PanelPair>
      {(topFive || rate) && (
        <PanelPair min={300}>
          {topFive && (
            <Panel>
              <LineChart
                {...common}
                height={150}
                title={t('train.charts.top5')}
                unit="share"
                series={topFive}
                empty={t('train.charts.emptyTop5')}
              />
            </Panel>
          )}
          {rate && (
            <Panel>
              <LineChart
                {...common}
                height={150}
                title={t('train.charts.learningRate')}
                unit="rate"
                series={rate}
                empty={t('train.charts.emptyRate')}
              />
            </Panel>
          )}
        </PanelPair>
      )}
    </>
  );
}
