/** keras.callbacks.EarlyStopping with restore_best_weights=False; the best epoch's checkpoint is kept. */
import { plural } from '../../../core/format/plural';
import { epochsWithoutImprovement } from '../../../core/study/monitor';
import { metricName } from '../../../core/study/setting/facts';
import type { Training } from '../state/training';
import type { Callback } from './callback';

/** @param restarts epochs after which patience starts over, in any order. */
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
        'the last checkpoint is from the last epoch, and the best one is kept too.',
    );
    training.stop('early');
  };
  // onTrainBegin: the run may have been killed between its last epoch and its end.
  return { onTrainBegin: check, onEpochEnd: check };
};
