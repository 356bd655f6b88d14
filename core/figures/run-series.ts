import { formatMoment } from '../format/moment';
import { t } from '../messages';
import { stepsPerEpoch as plannedSteps } from '../study/order';
import type { EpochMetrics, RunRecord, StepMetrics } from '../study/run';
import type { XUnit } from './axis';
import { appended } from './column';
import { extremesOf } from './extremes';
import { NO_POINTS, type Points, pointsOf } from './types';

export type RunFrame = Pick<RunRecord, 'stepsPerEpoch' | 'epochs' | 'settings' | 'split' | 'network'>;

/** Steps of a run by columns (column.ts); NaN where a step has no such value. */
export interface StepColumns {
  /** 1-based, over the whole run. */
  step: Float64Array;
  /** Since training began. */
  seconds: Float64Array;
  loss: Float64Array;
  accuracy: Float64Array;
  learningRate: Float64Array;
}

export const STEP_VALUES = ['loss', 'accuracy', 'learningRate'] as const;
export type StepValue = (typeof STEP_VALUES)[number];

const NO_COLUMN = new Float64Array(0);
export const NO_STEPS: StepColumns = {
  step: NO_COLUMN,
  seconds: NO_COLUMN,
  loss: NO_COLUMN,
  accuracy: NO_COLUMN,
  learningRate: NO_COLUMN,
};

export function withSteps(
  columns: StepColumns,
  steps: readonly (Pick<StepMetrics, 'step' | 'seconds'> & Partial<Pick<StepMetrics, StepValue>>)[],
): StepColumns {
  const added = (name: keyof StepColumns) =>
    appended(
      columns[name],
      steps.map(({ [name]: value }) => value ?? Number.NaN),
    );
  return {
    step: added('step'),
    seconds: added('seconds'),
    loss: added('loss'),
    accuracy: added('accuracy'),
    learningRate: added('learningRate'),
  };
}

/** As recorded, else as planned. */
export function stepsPerEpoch({ stepsPerEpoch: recorded, split, settings }: RunFrame): number {
  if (recorded) return recorded;
  return split ? plannedSteps(split.trainCount, settings) : 1;
}

/** Each image: forward, and backward for inputs and for weights. */
const PASSES = 3;

/** How many steps are 1 on the axis; 1 for seconds, which have a column of their own. */
function stepsPer(run: RunFrame, unit: XUnit): number {
  switch (unit) {
    case 'epoch':
      return stepsPerEpoch(run);
    case 'macs':
      return 1 / (PASSES * run.network.macs * run.settings.batchSize);
    case 'step':
    case 'time':
      return 1;
  }
}

/** One point per batch. Step s of n is at s / n epochs. */
export const stepPoints = (run: RunFrame, steps: StepColumns, value: StepValue, unit: XUnit): Points =>
  extremesOf(steps[value])
    ? {
        x: unit === 'time' ? steps.seconds : steps.step,
        y: steps[value],
        perX: stepsPer(run, unit),
      }
    : NO_POINTS;

/** One point at the end of each epoch that has the value; time includes validation. */
export function epochPoints(
  run: RunFrame,
  value: (epoch: EpochMetrics) => number | undefined,
  unit: XUnit,
): Points {
  const each = stepsPerEpoch(run) / stepsPer(run, unit);
  let elapsed = 0;
  return pointsOf(
    run.epochs.flatMap((metrics) => {
      elapsed += metrics.seconds;
      const y = value(metrics);
      return y === undefined ? [] : [{ x: unit === 'time' ? elapsed : metrics.epoch * each, y }];
    }),
  );
}

/** Undefined for time, whose end is unknown. */
export function xEndOf(runs: readonly RunFrame[], unit: XUnit): number | undefined {
  if (unit === 'time' || runs.length === 0) return undefined;
  return Math.max(...runs.map((run) => (run.settings.epochs * stepsPerEpoch(run)) / stepsPer(run, unit)));
}

/** "ResNet-50"; with seed, time or id if others have the same arm. */
export function runLabel(run: RunRecord, all: readonly RunRecord[]): string {
  const parts = [run.arm];
  let rivals = all.filter(({ id, arm }) => id !== run.id && arm === run.arm);
  const tellApart = (part: string, same: (other: RunRecord) => boolean) => {
    if (rivals.every(same)) return;
    parts.push(part);
    rivals = rivals.filter(same);
  };
  tellApart(
    t('train.chart.seed', { seed: run.settings.seed }),
    (other) => other.settings.seed === run.settings.seed,
  );
  const when = formatMoment(run.createdAt);
  tellApart(when, (other) => formatMoment(other.createdAt) === when);
  if (rivals.length > 0) parts.push(run.id);
  return parts.join(' · ');
}
