/**
 * Watching one metric over the epochs: which is best, and for how long nothing has been better. Everything is a pure
 * function of the epochs so far, so that a resumed run decides as one that was never stopped.
 */
import type { EpochMetrics } from './run';
import type { MetricName } from './settings';

/** Accuracies grow, losses fall. */
export const isHigherBetter = (metric: MetricName): boolean =>
  metric === 'accuracy' || metric === 'valAccuracy';

/** True when `value` is better than `best` by more than `minDelta` (keras.callbacks.EarlyStopping); NaN never is. */
export const improves = (metric: MetricName, value: number, best: number, minDelta = 0): boolean =>
  isHigherBetter(metric) ? value - minDelta > best : value + minDelta < best;

/** The best epoch, the earliest of equals; undefined without epochs. */
export function bestEpoch(metric: MetricName, epochs: readonly EpochMetrics[]): EpochMetrics | undefined {
  let best: EpochMetrics | undefined;
  for (const epoch of epochs) {
    if (!best || improves(metric, epoch[metric], best[metric])) best = epoch;
  }
  return best;
}

/** How many epochs have passed since the last that was better, by more than `minDelta`, than all before it. */
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
