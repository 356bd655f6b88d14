/** The weights after each epoch: checkpoints/epoch-0003.safetensors, the newest two kept. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './atomic';
import { type Tensor, writeSafetensors } from './safetensors';

const NAME = /^epoch-(\d+)\.safetensors$/;
const KEPT = 2;

export const checkpointPath = (folder: string, epoch: number): string =>
  join(folder, `epoch-${String(epoch).padStart(4, '0')}.safetensors`);

/** Epochs that have a checkpoint, oldest first; a missing folder has none. */
export async function checkpointEpochs(folder: string): Promise<number[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Writes the checkpoint whole, and only then drops those that it makes superfluous. */
export async function writeCheckpoint(
  folder: string,
  tensors: ReadonlyMap<string, Tensor>,
  at: { epoch: number; step: number },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(checkpointPath(folder, at.epoch), tensors, {
    format: 'skipwire.checkpoint',
    epoch: String(at.epoch),
    step: String(at.step),
  });
  for (const epoch of (await checkpointEpochs(folder)).slice(0, -KEPT)) {
    await rm(checkpointPath(folder, epoch), { force: true });
  }
}
