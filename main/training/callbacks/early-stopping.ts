/**
 * Ends a training whose metric has stopped improving (keras.callbacks.EarlyStopping with restore_best_weights=False):
 * the last weights stay the last; the best epoch's are kept as a checkpoint of their own.
 */
import { epochsWithoutImprovement } from '../../../core/study/monitor';
import type { Callback } from './callback';

/** @param since the epoch at which it ended this run before; waiting begins anew there, or it could never be extended. */
export const earlyStopping = (log: (text: string) => void, since = 0): Callback => ({
  onEpochEnd(training, { epoch }) {
    const rule = training.settings.earlyStopping;
    if (!rule || epoch >= training.settings.epochs) return;
    const { metric, patience, minDelta } = rule;
    const waited = Math.min(
      epochsWithoutImprovement(metric, minDelta, training.history),
      training.history.length - since,
    );
    if (waited < patience) return;
    log(
      `stopped early: ${metric} has not improved for ${waited} epochs. No weights are restored: ` +
        'the last checkpoint is that of the last epoch, the best one is kept beside it.',
    );
    training.stop('early');
  },
});
