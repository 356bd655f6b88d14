/** Restores the variables and the run's files from the newest checkpoint, or starts at the beginning. */

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { Refusal, refuse } from '../../basics/refusal';
import { TEMPORARY } from '../../disk/atomic';
import type { Session, TensorValue } from '../../engine/types';
import { int32 } from '../../engine/values';
import type { Belonging } from '../../runs/binding';
import {
  hasInitialWeights,
  INITIAL_WEIGHTS,
  newestCheckpoint,
  type ReadCheckpoint,
  readCheckpoint,
} from '../../runs/checkpoints';
import type { RunFolder } from '../../runs/folder';
import { readMetrics, rewindMetrics } from '../../runs/metrics-file';
import type { Tensor } from '../../runs/safetensors';
import { BEGINNING, decodeWithin, type Position } from './position';
import type { TrainedModel } from './training';

/**
 * @param belonging not checked if absent.
 * @throws Refusal if the checkpoint is damaged, does not match, or metrics are missing.
 */
export async function restore(
  session: Session,
  model: TrainedModel,
  folder: RunFolder,
  settings: TrainingSettings,
  belonging?: Belonging,
): Promise<Position> {
  await sweepTemporaries(folder);
  const newest = await restoreVariables(session, model, folder, settings, belonging);
  if (!newest) {
    await rewindMetrics(folder.metrics, BEGINNING);
    return BEGINNING;
  }
  const { file, epoch, step, bound } = newest;
  const within = decodeWithin(newest);
  const history = await rewindMetrics(folder.metrics, { epoch, step });
  const found = history.filter((metrics, index) => metrics.epoch === index + 1).length;
  if (found !== epoch || history.length !== epoch) {
    refuse('training.checkpoint.epochsMissing', { found, epochs: epoch, file });
  }
  const seconds = (await readMetrics(folder.metrics)).steps.at(-1)?.seconds ?? 0;
  return { epoch, step, history, seconds, bound, ...(within ? { within } : {}) };
}

/** Changes no file. @returns the checkpoint; undefined at the beginning. */
export async function restoreVariables(
  session: Session,
  model: TrainedModel,
  folder: RunFolder,
  settings: TrainingSettings,
  belonging?: Belonging,
): Promise<Omit<ReadCheckpoint, 'tensors'> | undefined> {
  const newest = await newestCheckpoint(folder.checkpoints, belonging);
  if (!newest) {
    await begin(session, model, folder, settings, belonging);
    return undefined;
  }
  const { tensors, ...rest } = newest;
  await writeVariables(session, model, tensors, rest.file);
  return rest;
}

/** Drawn weights, or a restarted run's given weights and image statistics. Slots are 0. */
async function begin(
  session: Session,
  model: TrainedModel,
  { checkpoints }: RunFolder,
  { seed }: TrainingSettings,
  belonging: Belonging | undefined,
): Promise<void> {
  await session.run('init', { seed: int32(seed) });
  if (!(await hasInitialWeights(checkpoints))) return;
  const given = await readCheckpoint(checkpoints, INITIAL_WEIGHTS, belonging);
  const drawn = await session.run('read_weights');
  // Slots keep their value, as do image statistics that were not given.
  const tensors = model.variables.map(({ name, shape, role }, index) => {
    const own = { shape, data: drawn[`v${index}`]?.data as Float32Array };
    return [name, (role === 'weight' && given.get(name)) || own] as const;
  });
  await writeVariables(session, model, new Map(tensors), INITIAL_WEIGHTS);
}

/** @throws Refusal if a variable is missing or has another shape. */
export async function writeVariables(
  session: Session,
  model: TrainedModel,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
): Promise<void> {
  const inputs: Record<string, TensorValue> = {};
  model.variables.forEach(({ name, shape }, index) => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) {
      const wanted = { file, name, shape: shape.join() };
      throw new Refusal(
        tensor
          ? message('training.checkpoint.otherShape', { ...wanted, received: tensor.shape.join() })
          : message('training.checkpoint.lacksShaped', wanted),
      );
    }
    inputs[`v${index}`] = { dtype: 'float32', shape, data: tensor.data };
  });
  await session.run('write_weights', inputs);
}

/** Leftovers of killed writes. run.json is the host's, which may be writing it now. */
async function sweepTemporaries({ path, metrics, checkpoints }: RunFolder): Promise<void> {
  for (const folder of [path, checkpoints]) {
    for (const name of await readdir(folder).catch(() => [])) {
      const file = join(folder, name);
      const ours = folder === checkpoints || file.startsWith(metrics);
      if (ours && TEMPORARY.test(name)) await rm(file, { force: true });
    }
  }
}
