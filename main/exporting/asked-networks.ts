/** Trained networks and imported models by the names from a window or a command line, for predictions and exports. */
import type { AskedPredictor } from '../../core/contract/predict';
import type { ModelStore } from '../models/store';
import type { RunStore } from '../runs/store';
import {
  type NetworkChoice,
  readImportedNetwork,
  readTrainedNetwork,
  type TrainedNetwork,
} from './trained-network';

export type NetworkReader = (asked: AskedPredictor, choice?: NetworkChoice) => Promise<TrainedNetwork>;

export const askedNetworks =
  (runs: RunStore, models: Pick<ModelStore, 'info' | 'document' | 'weights'>): NetworkReader =>
  (asked, choice) =>
    'modelId' in asked
      ? readImportedNetwork(models, asked.modelId, choice)
      : readTrainedNetwork(runs, asked.runId, { checkpoint: asked.checkpoint, ...choice });
