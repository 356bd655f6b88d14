/** From the metrics of runs to curves over epochs, steps or time. */

import { formatMoment } from '../../core/format/moment';
import { t } from '../../core/messages';
import type { EpochMetrics, RunRecord } from '../../core/study/run';
import type { XUnit } from './axis';
import type { Point } from './types';

/** What a curve needs to know of its run. */
export type RunFrame = Pick<RunRecord, 'stepsPerEpoch' | 'epochs' | 'settings' | 'split'>;

export interface StepPoint {
  step: number;
  seconds: number;
  value: number;
}

/** Steps in one epoch: as recorded, else as the batch size divides the images; the last batch is smaller. */
export function stepsPerEpoch({ stepsPerEpoch: recorded, split, settings }: RunFrame): number {
  if (recorded) return recorded;
  return split ? Math.ceil(split.trainCount / settings.batchSize) : 1;
}

/** One value a batch. Step s of an epoch of n steps stands at s / n epochs. */
export function stepPoints(run: RunFrame, steps: readonly StepPoint[], unit: XUnit): Point[] {
  const perEpoch = stepsPerEpoch(run);
  return steps.map(({ step, seconds, value }) => ({
    x: unit === 'epoch' ? step / perEpoch : unit === 'step' ? step : seconds,
    y: value,
  }));
}

/** One value an epoch, at the epoch's end; time is counted with the validation of every epoch. */
export function epochPoints(run: RunFrame, value: (epoch: EpochMetrics) => number, unit: XUnit): Point[] {
  const perEpoch = stepsPerEpoch(run);
  let elapsed = 0;
  return run.epochs.map((metrics) => {
    elapsed += metrics.seconds;
    const { epoch } = metrics;
    return { x: unit === 'epoch' ? epoch : unit === 'step' ? epoch * perEpoch : elapsed, y: value(metrics) };
  });
}

/** Where x will end when the run is done; unknown for time. */
export function xEndOf(runs: readonly RunFrame[], unit: XUnit): number | undefined {
  if (unit === 'time' || runs.length === 0) return undefined;
  return Math.max(...runs.map((run) => run.settings.epochs * (unit === 'epoch' ? 1 : stepsPerEpoch(run))));
}

/** "ResNet-50"; with its seed, its time or its id as far as the arm alone does not tell it from the others. */
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
