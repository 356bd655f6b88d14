/** The networks that `predict` and `evaluate` take, and the service that asks them. */
import type { CheckpointChoice } from '../../../core/contract';
import type { AskedPredictor } from '../../../core/contract/predict';
import { datasetsRoot, runsRoot } from '../../basics/paths';
import { DatasetStore } from '../../datasets';
import { findEngine } from '../../engine';
import { locateRun } from '../../exporting';
import { askedNetworks } from '../../exporting/asked-networks';
import { ModelStore } from '../../models/store';
import { PredictionService } from '../../predicting/service';
import { launchProcess, workerEntry } from '../../processes/launch';
import { RunStore } from '../../runs/store';

export interface Found {
  predictor: AskedPredictor;
  service: PredictionService;
}

/** @param text an imported model's id, or what a person calls a run. @throws Refusal where there is neither. */
export async function findNetwork(text: string, checkpoint: CheckpointChoice): Promise<Found> {
  const models = new ModelStore();
  const located = (await models.has(text)) ? undefined : await locateRun(text);
  const runs = located?.store ?? new RunStore({ root: runsRoot() });
  const service = new PredictionService({
    runner: { findEngine, launch: launchProcess, entry: workerEntry() },
    read: askedNetworks(runs, models),
    datasets: new DatasetStore({ root: datasetsRoot() }),
  });
  return { predictor: located ? { runId: located.id, checkpoint } : { modelId: text }, service };
}
