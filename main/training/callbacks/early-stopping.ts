/**
 * Ends a training whose metric has stopped improving (keras.callbacks.EarlyStopping with restore_best_weights=False):
 * the last weights stay the last; the best epoch's are kept as a checkpoint of their own.
 */
import { plural } from '../../../core/format/plural';
import { epochsWithoutImprovement } from '../../../core/study/monitor';
import { metricName } from '../../../core/study/setting/facts';
import type { Training } from '../state/training';
import type { Callback } from './callback';

/** @param restarts epochs after which waiting starts over, in any order. */
export const earlyStopping = (log: (text: string) => void, restarts: readonly number[] = []): Callback => {
  const check = (training: Training) => {
    const { settings, epoch, history } = training;
    const rule = settings.earlyStopping;
    if (!rule || epoch >= settings.epochs) return;
    const { metric, patience, minDelta } = rule;
    const since = Math.max(0, ...restarts.filter((one) => one <= history.length));
    const waited = Math.min(epochsWithoutImprovement(metric, minDelta, history), history.length - since);
    if (waited < patience) return;
    log(
      `stopped early: the ${metricName(metric)} has not improved for ${plural(waited, 'epoch')}. No weights are restored: ` +
        'the last checkpoint is that of the last epoch, the best one is kept beside it.',
    );
    training.stop('early');
  };
  // One that was killed between its last epoch and its end, in the final test for one, does not train on.
  return { onTrainBegin: check, onEpochEnd: check };
};
