/** The best and the last epoch of a run by validation accuracy, and how they are told. Pure. */

import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import type { EpochMetrics } from '../../core/study/run';

/** The first of the highest validation accuracy. */
export function bestEpoch(epochs: readonly EpochMetrics[]): EpochMetrics | undefined {
  return epochs.reduce<EpochMetrics | undefined>(
    (best, epoch) => (best && best.valAccuracy >= epoch.valAccuracy ? best : epoch),
    undefined,
  );
}

/** "67.2 %, best 68.0 % in epoch 3"; the best goes without saying where it is the last. */
export function accuracyWords(epochs: readonly EpochMetrics[]): string | undefined {
  const last = epochs.at(-1);
  const best = bestEpoch(epochs);
  if (!last || !best) return undefined;
  const words = formatPercent(last.valAccuracy);
  return best.valAccuracy === last.valAccuracy
    ? words
    : t('train.run.accuracyBest', {
        accuracy: words,
        best: formatPercent(best.valAccuracy),
        epoch: best.epoch,
      });
}
