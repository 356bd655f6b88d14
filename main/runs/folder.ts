/** The files of a run's folder. */

import { basename, join, sep } from 'node:path';
import { message } from '../../core/messages';
import { refuseForeignFiles } from '../disk/foreign-files';

export type RunFolder = Readonly<ReturnType<typeof runFolder>>;

export function runFolder(path: string) {
  return {
    path,
    /** RunRecord (core/study/run.ts); written by the host only. */
    record: join(path, 'run.json'),
    /** What people write on the run (annotations.ts). */
    annotations: join(path, 'annotations.json'),
    /** Present while a process owns the run (owner.ts). */
    owner: join(path, 'owner.json'),
    /** Requests of other processes to the owner (requests.ts). */
    request: join(path, 'request.json'),
    graph: join(path, 'graph.json'),
    summary: join(path, 'summary.txt'),
    environment: join(path, 'environment.json'),
    /** Files that the data set's import dropped or found odd, one per line; only if there are any. */
    listed: join(path, 'listed.jsonl'),
    /** Appended by the worker only. */
    metrics: join(path, 'metrics.jsonl'),
    /** Appended by the worker, and by the host with TensorFlow's output. */
    log: join(path, 'log.txt'),
    /** One file for the last epoch and one for the best (confusion-files.ts). */
    confusion: join(path, 'confusion'),
    checkpoints: join(path, 'checkpoints'),
    /** Answers to whole splits (main/predicting/kept-answers.ts), which can be computed again. */
    predictions: join(path, 'predictions'),
    /** Loss surfaces (main/surface/kept.ts). */
    surfaces: join(path, 'surfaces'),
    tensorboard: join(path, 'tensorboard'),
    /** saved_model.pb while training: tfjs-node loads models from disk only. */
    compiled: join(path, 'compiled'),
  };
}

const NAMES = Object.values(runFolder(sep))
  .filter((path) => path !== sep)
  .map((path) => basename(path));

/** @throws Refusal naming files that are not the run's and would be deleted with it. */
export const refuseOthersFiles = (path: string, id: string): Promise<void> =>
  refuseForeignFiles(
    path,
    // Includes `metrics.jsonl.*`, claims (ownership.ts) and what a repair set aside.
    (name) =>
      /^(claim|before-repair)-/.test(name) || NAMES.some((own) => name === own || name.startsWith(`${own}.`)),
    message('runs.folderOf', { id }),
    {
      checkpoints: (name) => name.includes('.safetensors'),
      predictions: (name) => name.includes('.safetensors'),
      surfaces: (name) => name.includes('.json'),
      confusion: (name) => name.includes('.json'),
      tensorboard: (name) => name.startsWith('events.'),
    },
  );
