/** Asked for `steps`, it predicts all pictures as the window and the command do, from the files to the likeliest classes. */
import { findEngine } from '../../../main/engine';
import { readTrainedNetwork } from '../../../main/exporting/trained-network';
import { PredictionService } from '../../../main/predicting/service';
import { launchProcess } from '../../../main/processes/launch';
import { RunStore } from '../../../main/runs/store';
import { serve } from '../protocol';

export interface PredictAssignment {
  /** Folder of the run, and its id. */
  root: string;
  id: string;
  /** The same network as a Keras file. */
  kerasFile: string;
  worker: string;
  paths: readonly string[];
  side: number;
}

async function main({ root, id, worker, paths }: PredictAssignment): Promise<void> {
  const runs = new RunStore({ root });
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const service = new PredictionService({
    runner: { findEngine, launch: launchProcess, entry: worker },
    read: () => readTrainedNetwork(runs, id),
    datasets: {
      manifest: () => Promise.reject(new Error('Only files are predicted.')),
      folder: () => '',
    },
  });
  /** Share of class 0 of each picture. */
  const predicted = async (files: readonly string[]): Promise<number[]> => {
    const shares: number[] = [];
    const request = { of: [{ runId: id }], paths: [...files], top: 100, seen: false };
    for await (const event of service.files(request, undefined, { most: files.length })) {
      if (event.type !== 'answers') continue;
      for (const answer of event.answers) {
        shares.push(answer?.top.find((guess) => guess.class === 0)?.share ?? Number.NaN);
      }
    }
    if (shares.length !== files.length) throw new Error(`Received ${shares.length} answers.`);
    return shares;
  };
  const parameters = (await runs.get(id)).network.params;
  await serve(
    { type: 'ready', versions: `TensorFlow ${engine.version}`, times: {}, parameters },
    {
      losses: async ({ count }) => ({ type: 'losses', losses: await predicted(paths.slice(0, count)) }),
      steps: async ({ count }) => {
        const ms: number[] = [];
        for (let each = 0; each < count; each++) {
          const began = performance.now();
          await predicted(paths);
          ms.push(performance.now() - began);
        }
        return { type: 'steps', ms, loss: 0 };
      },
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as PredictAssignment);
