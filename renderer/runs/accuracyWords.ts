/** The last and the best epoch by validation accuracy, in words. Pure. */
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { bestEpoch } from '../../core/study/monitor';
import type { EpochMetrics } from '../../core/study/run';

/** "67.2%, best 68.0% in epoch 3"; without the best if it is the last. */
export function accuracyWords(epochs: readonly EpochMetrics[]): string | undefined {
  const last = epochs.at(-1);
  const best = bestEpoch('valAccuracy', epochs);
  if (!last || !best) return undefined;
  const accuracy = formatPercent(last.valAccuracy);
  return best.valAccuracy === last.valAccuracy
    ? accuracy
    : t('train.run.accuracyBest', { accuracy, best: formatPercent(best.valAccuracy), epoch: best.epoch });
}
