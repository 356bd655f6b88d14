/**
 * Writes the confusion matrix of each epoch into a file of its own, ahead of the epoch's checkpoint, and keeps those of
 * the last and the best epoch: also of the epoch before, to whose checkpoint a kill may lead back.
 */

import { sparseConfusion } from '../../../core/study/confusion';
import { bestEpoch } from '../../../core/study/monitor';
import { keepConfusions, writeConfusion } from '../../runs/confusion-files';
import type { Training } from '../state/training';
import type { Callback } from './callback';

/** @param folder `confusion` of the run. */
export const confusion = (folder: string): Callback => ({
  // Of epochs that are trained again.
  onTrainBegin: ({ epoch }: Training) => keepConfusions(folder, (one) => one <= epoch),
  async onEpochEnd({ confusion, epoch, history, settings }: Training) {
    if (!confusion) return;
    await writeConfusion(folder, epoch, sparseConfusion(confusion));
    const { best } = settings.checkpoints;
    const kept = [history, history.slice(0, -1)].flatMap((epochs) => [
      epochs.at(-1)?.epoch,
      bestEpoch(best, epochs)?.epoch,
    ]);
    await keepConfusions(folder, (one) => kept.includes(one));
  },
});
