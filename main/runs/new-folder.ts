/** Creates a run's folder under a temporary name and renames it, so that it appears complete. */

import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GraphDocument } from '../../core/graph/document';
import { message } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { renameInPlace, temporaryName, writeAtomically, writeJson } from '../disk/atomic';
import { inWords } from '../disk/trouble';
import type { Owner } from '../processes/owner';
import { belongingOf } from './binding';
import { writeInitialWeights } from './checkpoints';
import type { Environment } from './environment';
import { runFolder } from './folder';
import type { Tensor } from './safetensors';

export interface NewFolder {
  record: RunRecord;
  graph: GraphDocument;
  summary: string;
  environment: Environment;
  owner: Owner;
  /** A file to copy to `listed`. */
  listed?: string | undefined;
  /** Initial weights; drawn if absent. */
  weights?: ReadonlyMap<string, Tensor> | undefined;
}

/** @throws Refusal if it cannot be written. */
export async function writeNewFolder(path: string, content: NewFolder): Promise<void> {
  const { record, graph, summary, environment, owner, weights, listed } = content;
  const folder = runFolder(temporaryName(path));
  try {
    await mkdir(folder.path, { recursive: true });
    await writeJson(folder.owner, owner);
    await writeJson(folder.graph, graph);
    await writeAtomically(folder.summary, summary.endsWith('\n') ? summary : `${summary}\n`);
    await writeJson(folder.environment, environment);
    await writeAtomically(folder.metrics, '');
    await writeAtomically(folder.log, '');
    if (listed !== undefined) await copyFile(listed, folder.listed);
    if (weights) await writeInitialWeights(folder.checkpoints, weights, belongingOf(record, graph));
    await writeJson(folder.record, record);
    await renameInPlace(folder.path, path);
  } catch (error) {
    await rm(folder.path, { recursive: true, force: true }).catch(() => undefined);
    throw inWords(error, {
      what: message('runs.what.folder'),
      where: dirname(path),
      next: 'disk.next.startAgain',
    });
  }
}
