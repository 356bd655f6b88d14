/** What stands where in the folder of a run. Paths only; the store and the worker do the rest. */

import { basename, join, sep } from 'node:path';
import { message } from '../../core/messages';
import { refuseForeignFiles } from '../disk/foreign-files';

export interface RunFolder {
  readonly path: string;
  /** RunRecord (core/study/run.ts); written by the host alone. */
  readonly record: string;
  /** Present while a process means to train the run (owner.ts). */
  readonly owner: string;
  /** What another process asks of the owner (requests.ts). */
  readonly request: string;
  readonly graph: string;
  readonly summary: string;
  readonly environment: string;
  /** What the data set's import dropped or found odd, a line each (main/datasets/store.ts); only where there is any. */
  readonly listed: string;
  /** Appended to by the worker alone. */
  readonly metrics: string;
  /** Appended to by the worker, and by the host with what TensorFlow prints. */
  readonly log: string;
  /** Confusion matrices, one file for the last epoch and one for the best (confusion-files.ts). */
  readonly confusion: string;
  readonly checkpoints: string;
  readonly tensorboard: string;
  /** saved_model.pb of the training, for as long as it lasts: tfjs-node reads models from disk only. */
  readonly compiled: string;
}

export function runFolder(path: string): RunFolder {
  return {
    path,
    record: join(path, 'run.json'),
    owner: join(path, 'owner.json'),
    request: join(path, 'request.json'),
    graph: join(path, 'graph.json'),
    summary: join(path, 'summary.txt'),
    environment: join(path, 'environment.json'),
    listed: join(path, 'listed.jsonl'),
    metrics: join(path, 'metrics.jsonl'),
    log: join(path, 'log.txt'),
    confusion: join(path, 'confusion'),
    checkpoints: join(path, 'checkpoints'),
    tensorboard: join(path, 'tensorboard'),
    compiled: join(path, 'compiled'),
  };
}

const NAMES = Object.values(runFolder(sep))
  .filter((path) => path !== sep)
  .map((path) => basename(path));

/** @throws Refusal naming files that are not of the run: they would be deleted with it. */
export const refuseOthersFiles = (path: string, id: string): Promise<void> =>
  refuseForeignFiles(
    path,
    // `metrics.jsonl`, what is kept or written beside it, claims (ownership.ts), what a repair set aside.
    (name) =>
      /^(claim|before-repair)-/.test(name) || NAMES.some((own) => name === own || name.startsWith(`${own}.`)),
    message('runs.folderOf', { id }),
    {
      checkpoints: (name) => name.includes('.safetensors'),
      confusion: (name) => name.includes('.json'),
      tensorboard: (name) => name.startsWith('events.'),
    },
  );
