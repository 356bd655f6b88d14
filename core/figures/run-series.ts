import { formatMoment } from '../format/moment';
import { t } from '../messages';
import { stepsPerEpoch as plannedSteps } from '../study/order';
import type { EpochMetrics, RunRecord } from '../study/run';
import type { XUnit } from './axis';
import type { Point } from './types';

export type RunFrame = Pick<RunRecord, 'stepsPerEpoch' | 'epochs' | 'settings' | 'split'>;

export interface StepPoint {
  step: number;
  seconds: number;
  value: number;
}

/** As recorded, else as planned. */
export function stepsPerEpoch({ stepsPerEpoch: recorded, split, settings }: RunFrame): number {
  if (recorded) return recorded;
  return split ? plannedSteps(split.trainCount, settings) : 1;
}

/** One point per batch. Step s of n is at s / n epochs. */
export function stepPoints(run: RunFrame, steps: readonly StepPoint[], unit: XUnit): Point[] {
  const perEpoch = stepsPerEpoch(run);
  return steps.map(({ step, seconds, value }) => ({
    x: unit === 'epoch' ? step / perEpoch : unit === 'step' ? step : seconds,
    y: value,
  }));
}

/** One point at the end of each epoch; time includes validation. */
export function epochPoints(run: RunFrame, value: (epoch: EpochMetrics) => number, unit: XUnit): Point[] {
  const perEpoch = stepsPerEpoch(run);
  let elapsed = 0;
  return run.epochs.map((metrics) => {
    elapsed += metrics.seconds;
    const { epoch } = metrics;
    return { x: unit === 'epoch' ? epoch : unit === 'step' ? epoch * perEpoch : elapsed, y: value(metrics) };
  });
}

/** Undefined for time, whose end is unknown. */
export function xEndOf(runs: readonly RunFrame[], unit: XUnit): number | undefined {
  if (unit === 'time' || runs.length === 0) return undefined;
  return Math.max(...runs.map((run) => run.settings.epochs * (unit === 'epoch' ? 1 : stepsPerEpoch(run))));
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
