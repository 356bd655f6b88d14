/** The files of a run's folder. */

import { basename, join, sep } from 'node:path';
import { message } from '../../core/messages';
import { refuseForeignFiles } from '../disk/foreign-files';

export interface RunFolder {
  readonly path: string;
  /** RunRecord (core/study/run.ts); written by the host only. */
  readonly record: string;
  /** Present while a process owns the run (owner.ts). */
  readonly owner: string;
  /** Requests of other processes to the owner (requests.ts). */
  readonly request: string;
  readonly graph: string;
  readonly summary: string;
  readonly environment: string;
  /** Files that the data set's import dropped or found odd, one per line; only if there are any. */
  readonly listed: string;
  /** Appended by the worker only. */
  readonly metrics: string;
  /** Appended by the worker, and by the host with TensorFlow's output. */
  readonly log: string;
  /** One file for the last epoch and one for the best (confusion-files.ts). */
  readonly confusion: string;
  readonly checkpoints: string;
  readonly tensorboard: string;
  /** saved_model.pb while training: tfjs-node loads models from disk only. */
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
      confusion: (name) => name.includes('.json'),
      tensorboard: (name) => name.startsWith('events.'),
    },
  );
