/** What curves of runs show: every metric of steps and of epochs. */
import type { Key } from '../messages';
import type { EpochMetrics, RunRecord } from '../study/run';
import type { XUnit } from './axis';
import type { Better } from './curves';
import { epochPoints, type StepColumns, type StepValue, stepPoints } from './run-series';
import type { ValueUnit } from './scene';
import { NO_POINTS, type Points } from './types';

export interface RunMetric {
  title: Key;
  unit: ValueUnit;
  /** Absent: neither, so that no point is the best. */
  better?: Better;
  /** Measured at every step, not once an epoch: smoothed, without dots. */
  bySteps: boolean;
  /** Chosen, not measured: nothing to smooth. */
  isExact?: true;
  points(run: RunRecord, steps: StepColumns | undefined, unit: XUnit): Points;
}

type Facts = Pick<RunMetric, 'title' | 'unit' | 'better' | 'isExact'>;

const ofSteps = (name: StepValue, facts: Facts): RunMetric => ({
  ...facts,
  bySteps: true,
  points: (run, steps, unit) => (steps ? stepPoints(run, steps, name, unit) : NO_POINTS),
});

const ofEpochs = (name: Exclude<keyof EpochMetrics, 'type'>, facts: Facts): RunMetric => ({
  ...facts,
  bySteps: false,
  points: (run, _steps, unit) => epochPoints(run, (epoch) => epoch[name], unit),
});

export const RUN_METRICS = {
  loss: ofSteps('loss', { title: 'compare.charts.trainingLoss', unit: 'loss', better: 'low' }),
  valLoss: ofEpochs('valLoss', { title: 'compare.charts.validationLoss', unit: 'loss', better: 'low' }),
  valAccuracy: ofEpochs('valAccuracy', {
    title: 'compare.charts.validationAccuracy',
    unit: 'share',
    better: 'high',
  }),
  accuracy: ofSteps('accuracy', { title: 'compare.charts.trainingAccuracy', unit: 'share', better: 'high' }),
  learningRate: ofSteps('learningRate', { title: 'train.charts.learningRate', unit: 'rate', isExact: true }),
  epochLoss: ofEpochs('loss', { title: 'compare.charts.epochLoss', unit: 'loss', better: 'low' }),
  epochAccuracy: ofEpochs('accuracy', {
    title: 'compare.charts.epochAccuracy',
    unit: 'share',
    better: 'high',
  }),
  valTop5: ofEpochs('valTop5', { title: 'compare.charts.validationTop5', unit: 'share', better: 'high' }),
  top5: ofEpochs('top5', { title: 'compare.charts.trainingTop5', unit: 'share', better: 'high' }),
  imagesPerSecond: ofEpochs('imagesPerSecond', { title: 'compare.charts.imagesPerSecond', unit: 'number' }),
  seconds: ofEpochs('seconds', { title: 'compare.charts.secondsPerEpoch', unit: 'number' }),
} as const satisfies Record<string, RunMetric>;

export type RunMetricName = keyof typeof RUN_METRICS;
export const RUN_METRIC_NAMES = Object.keys(RUN_METRICS) as RunMetricName[];
