/** What the check of an export needs: TensorFlow, and the images that the network was trained on. */
import type { AskedPredictor } from '../../../core/contract/predict';
import { datasetsRoot } from '../../basics/paths';
import { DatasetStore } from '../../datasets';
import { findEngine } from '../../engine';
import { launchProcess, workerEntry } from '../../processes/launch';
import type { RunStore } from '../../runs/store';
import type { CheckOptions } from './check';

/** For a process that has no services: the command line. */
export const standaloneChecks = (runs: RunStore, of: AskedPredictor): Promise<CheckOptions> =>
  checksFor(of, {
    runs,
    datasets: new DatasetStore({ root: datasetsRoot() }),
    runner: { findEngine, launch: launchProcess, entry: workerEntry() },
  });

interface Checks extends Omit<CheckOptions, 'datasetFolder'> {
  runs: RunStore;
  datasets: Pick<DatasetStore, 'folder'>;
}

export async function checksFor(
  of: AskedPredictor,
  { runs, datasets, ...how }: Checks,
): Promise<CheckOptions> {
  if ('modelId' in of) return how;
  const { settings } = await runs.get(of.runId);
  return { ...how, datasetFolder: datasets.folder(settings.dataset) };
}
