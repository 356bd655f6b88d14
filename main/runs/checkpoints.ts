/**
 * Checkpoints: all variables of a training, optimizer slots included, and where it stood.
 *
 *   checkpoints/epoch-0003.safetensors      at the end of epoch 3
 *   checkpoints/step-0001234.safetensors    within an epoch, after update 1234: a stop, a pause, `everySteps`
 *   checkpoints/initial.safetensors         the weights that a restarted run began with; never pruned
 *
 * A file appears whole or not at all, and its data is checked against a checksum when it is read.
 */
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bestEpoch } from '../../core/study/monitor';
import type { Checkpoint, EpochMetrics } from '../../core/study/run';
import type { MetricName } from '../../core/study/settings';
import { Refusal } from '../refusal';
import { codeOf } from './atomic';
import { dataChecksum, readMetadata, readSafetensors, type Tensor, writeSafetensors } from './safetensors';

const NAME = /^(epoch|step)-(\d+)\.safetensors$/;
const FORMAT = 'skipwire.checkpoint';
export const INITIAL_WEIGHTS = 'initial.safetensors';

export interface CheckpointAt {
  /** Whole epochs done. */
  epoch: number;
  /** Updates done. */
  step: number;
  /** Within an epoch: what its first batches came to, as the trainer puts it. */
  within?: string;
}

export interface StoredCheckpoint extends CheckpointAt {
  /** Name in the folder. */
  file: string;
}

/** Which checkpoints are kept. `epochs` are all that have ended, for the best among them. */
export interface Retention {
  keep: number;
  best: MetricName;
  epochs: readonly EpochMetrics[];
}

const DEFAULT: Retention = { keep: 2, best: 'valAccuracy', epochs: [] };

const fileName = ({ epoch, step, within }: CheckpointAt): string =>
  within === undefined
    ? `epoch-${String(epoch).padStart(4, '0')}.safetensors`
    : `step-${String(step).padStart(7, '0')}.safetensors`;

/**
 * Writes the checkpoint whole, and only then drops those that it makes superfluous.
 * @returns what is there now, oldest first.
 */
export async function writeCheckpoint(
  folder: string,
  tensors: ReadonlyMap<string, Tensor>,
  at: CheckpointAt,
  retention: Retention = DEFAULT,
): Promise<Checkpoint[]> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, fileName(at)), tensors, {
    format: FORMAT,
    epoch: String(at.epoch),
    step: String(at.step),
    crc32: dataChecksum(tensors),
    ...(at.within === undefined ? {} : { within: at.within }),
  });
  const all = withRoles((await listCheckpoints(folder)).checkpoints, retention);
  const kept = all.filter(({ roles }, index) => roles.length > 0 || index >= all.length - retention.keep);
  for (const { file } of all) {
    if (!kept.some((one) => one.file === file)) await rm(join(folder, file), { force: true });
  }
  return kept;
}

/** Oldest first, `last` and `best` said. */
export function withRoles(
  stored: readonly StoredCheckpoint[],
  { best, epochs }: Pick<Retention, 'best' | 'epochs'>,
): Checkpoint[] {
  const metricsOf = ({ epoch, within }: StoredCheckpoint) =>
    within === undefined ? epochs.find((one) => one.epoch === epoch) : undefined;
  const top = bestEpoch(
    best,
    stored.flatMap((one) => metricsOf(one) ?? []),
  );
  return stored.map((one, index) => {
    const metrics = metricsOf(one);
    const roles: Checkpoint['roles'] = [];
    if (index === stored.length - 1) roles.push('last');
    if (metrics && metrics === top) roles.push('best');
    const { file, epoch, step } = one;
    return { file, epoch, step, roles, ...(metrics ? { metric: metrics[best] } : {}) };
  });
}

export interface Listed {
  /** Oldest first. */
  checkpoints: StoredCheckpoint[];
  /** Files named as checkpoints that cannot be read. */
  damaged: { file: string; reason: string }[];
}

/** What stands in the folder, by the heads of the files; a missing folder has nothing. */
export async function listCheckpoints(folder: string): Promise<Listed> {
  const listed: Listed = { checkpoints: [], damaged: [] };
  for (const file of await namesIn(folder)) {
    if (!NAME.test(file)) continue;
    try {
      listed.checkpoints.push({ file, ...placeOf(await readMetadata(join(folder, file))) });
    } catch (error) {
      // Gone since: a training prunes them. A link that leads nowhere is still there.
      if (codeOf(error) === 'ENOENT') {
        if (!(await isLink(join(folder, file)))) continue;
        listed.damaged.push({ file, reason: `${join(folder, file)} is a link to a file that is not there.` });
      } else if (error instanceof Refusal) listed.damaged.push({ file, reason: error.message });
      else throw error;
    }
  }
  // At the end of an epoch there may be two of one step: within the epoch, and after it.
  listed.checkpoints.sort((a, b) => a.step - b.step || a.epoch - b.epoch);
  return listed;
}

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function placeOf({ epoch, step, within }: Readonly<Record<string, string>>): CheckpointAt {
  const count = (name: string, text: string | undefined): number => {
    if (text !== undefined && /^\d+$/.test(text)) return Number(text);
    throw new Refusal(`A checkpoint says at which ${name} it was written. Received: ${text ?? 'nothing'}.`);
  };
  return {
    epoch: count('epoch', epoch),
    step: count('step', step),
    ...(within === undefined ? {} : { within }),
  };
}

/**
 * The newest checkpoint, from which a training goes on; undefined where there is none.
 * @throws Refusal when a newer one is damaged.
 */
export async function newestCheckpoint(folder: string): Promise<StoredCheckpoint | undefined> {
  const { checkpoints, damaged } = await listCheckpoints(folder);
  const newest = checkpoints.at(-1);
  for (const { file, reason } of damaged) {
    const [, kind, number] = NAME.exec(file) ?? [];
    const before = kind === 'epoch' ? newest?.epoch : newest?.step;
    if (before !== undefined && Number(number) <= before) continue;
    throw damage(folder, file, reason, newest?.file);
  }
  return newest;
}

const damage = (folder: string, file: string, reason: string, other?: string): Refusal =>
  new Refusal(
    `The checkpoint ${join(folder, file)} is damaged: ${reason} Remove it to go on ${
      other === undefined ? 'from the beginning' : `from ${other}`
    }.`,
  );

/** @throws Refusal when the file is damaged: of the wrong form, cut off, or other than what was written. */
export async function readCheckpoint(folder: string, file: string): Promise<Map<string, Tensor>> {
  const path = join(folder, file);
  const { tensors, metadata } = await readSafetensors(path);
  // Files of before there was a checksum have none.
  const { crc32 } = metadata;
  const found = dataChecksum(tensors);
  if (crc32 !== undefined && crc32 !== found) {
    throw new Refusal(
      `${path} is damaged. Its data must have the checksum ${crc32}, as it says. Received: ${found}.`,
    );
  }
  return tensors;
}

/** Weights and statistics of the images alone, as a restarted run begins with them. */
export async function writeInitialWeights(
  folder: string,
  tensors: ReadonlyMap<string, Tensor>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, INITIAL_WEIGHTS), tensors, {
    format: FORMAT,
    crc32: dataChecksum(tensors),
  });
}

export async function hasInitialWeights(folder: string): Promise<boolean> {
  return (await namesIn(folder)).includes(INITIAL_WEIGHTS);
}
