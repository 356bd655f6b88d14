/**
 * Ends a training whose metric has stopped improving (keras.callbacks.EarlyStopping with restore_best_weights=False):
 * the last weights stay the last; the best epoch's are kept as a checkpoint of their own.
 */
import { epochsWithoutImprovement } from '../../../core/study/monitor';
import { metricWords } from '../../../core/study/words';
import type { Training } from '../training';
import type { Callback } from './callback';

/**
 * @param since the epoch at which it ended this run before; waiting begins anew there, or it could never be extended.
 * @param extendedAt the epoch that was to be the last, until the person wanted more: at least one more it gets.
 */
export const earlyStopping = (log: (text: string) => void, since = 0, extendedAt?: number): Callback => {
  const check = (training: Training) => {
    const rule = training.settings.earlyStopping;
    if (!rule || training.epoch >= training.settings.epochs) return;
    const { metric, patience, minDelta } = rule;
    const waited = Math.min(
      epochsWithoutImprovement(metric, minDelta, training.history),
      training.history.length - since,
    );
    if (waited < patience) return;
    log(
      `stopped early: the ${metricWords[metric]} has not improved for ${waited} ${waited === 1 ? 'epoch' : 'epochs'}. No weights are restored: ` +
        'the last checkpoint is that of the last epoch, the best one is kept beside it.',
    );
    training.stop('early');
  };
  return {
    // One that was killed between its last epoch and its end, in the final test for one, does not train on.
    onTrainBegin: (training) => {
      if (training.epoch !== extendedAt) check(training);
    },
    onEpochEnd: check,
  };
};
