/** The best epoch by a metric, and the epochs since. Pure, so a resumed run decides like one that never stopped. */
import type { EpochMetrics } from './run';
import type { MetricName } from './settings';

const isHigherBetter = (metric: MetricName): boolean => metric === 'accuracy' || metric === 'valAccuracy';

/** By more than `minDelta` (keras.callbacks.EarlyStopping); never for NaN. */
export const improves = (metric: MetricName, value: number, best: number, minDelta = 0): boolean =>
  isHigherBetter(metric) ? value - minDelta > best : value + minDelta < best;

/** The earliest of equals. */
export function bestEpoch(metric: MetricName, epochs: readonly EpochMetrics[]): EpochMetrics | undefined {
  let best: EpochMetrics | undefined;
  for (const epoch of epochs) {
    if (!best || improves(metric, epoch[metric], best[metric])) best = epoch;
  }
  return best;
}

/** Epochs since the last improvement. */
export function epochsWithoutImprovement(
  metric: MetricName,
  minDelta: number,
  epochs: readonly EpochMetrics[],
): number {
  let best: number | undefined;
  let waited = 0;
  for (const epoch of epochs) {
    if (best === undefined || improves(metric, epoch[metric], best, minDelta)) {
      best = epoch[metric];
      waited = 0;
    } else waited++;
  }
  return waited;
}
