/**
 * Writes an epoch's confusion matrix before its checkpoint. Keeps those of the last and the best epoch, and the same
 * for the epoch before, where a kill may lead back to.
 */

import { sparseConfusion } from '../../../core/study/confusion';
import { bestEpoch } from '../../../core/study/monitor';
import { keepConfusions, writeConfusion } from '../../runs/confusion-files';
import type { Training } from '../state/training';
import type { Callback } from './callback';

/** @param folder the run's `confusion`. */
export const confusion = (folder: string): Callback => ({
  // Removes epochs that will be trained again.
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
