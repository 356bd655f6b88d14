/** The networks for `predict` and `evaluate`, and the service that runs them. */
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { AskedPredictor } from '../../../core/contract/predict';
import { datasetsRoot } from '../../basics/paths';
import { DatasetStore } from '../../datasets';
import { findEngine } from '../../engine';
import { locateNetwork } from '../../exporting';
import { askedNetworks } from '../../exporting/asked-networks';
import { PredictionService } from '../../predicting/service';
import { launchProcess, workerEntry } from '../../processes/launch';

export interface Found {
  predictor: AskedPredictor;
  service: PredictionService;
}

/** @param text an imported model's id, or what a person calls a run. @throws Refusal where there is neither. */
export async function findNetwork(text: string, checkpoint: CheckpointChoice): Promise<Found> {
  const { of, runs, models } = await locateNetwork(text, checkpoint);
  const service = new PredictionService({
    runner: { findEngine, launch: launchProcess, entry: workerEntry() },
    read: askedNetworks(runs, models),
    datasets: new DatasetStore({ root: datasetsRoot() }),
  });
  return { predictor: of, service };
}
