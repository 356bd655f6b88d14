/** Trained networks for predictions (main/predicting). */
import { nameOf } from '../../core/study/run';
import type { ReadNetwork } from '../predicting/network';
import type { RunStore } from '../runs/store';
import { readTrainedNetwork } from './trained-network';

export const askedNetworks =
  (store: RunStore): ReadNetwork =>
  async ({ runId, checkpoint }) => {
    const network = await readTrainedNetwork(store, runId, { checkpoint });
    const { run, checkpoint: at } = network;
    return {
      ...network,
      title: nameOf(run),
      epoch: at.epoch,
      settings: run.settings,
      folder: store.folder(runId),
    };
  };
