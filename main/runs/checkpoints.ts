/**
 * Checkpoints: all variables of a training, optimizer slots included, and its position.
 * //   checkpoints/epoch-0003.safetensors      after epoch 3
 *   checkpoints/step-0001234.safetensors    within an epoch: stop, pause, `everySteps`
 *   checkpoints/initial.safetensors         start weights of a restarted run; never removed
 * // Written atomically, with a checksum of the data.
 */

import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../core/basics/errors';
import { type Message, message, sentences } from '../../core/messages';
import { bestEpoch } from '../../core/study/monitor';
import type { Checkpoint, EpochMetrics } from '../../core/study/run';
import type { MetricName } from '../../core/study/settings';
import { Refusal, type Remedy, refuse } from '../basics/refusal';
import {
  type Belonging,
  type Bound,
  bindingMetadata,
  boundTo,
  checkBelongs,
  ForeignCheckpoint,
  type Mismatch,
} from './binding';
import { dataChecksum, readMetadata, readSafetensors, type Tensor, writeSafetensors } from './safetensors';

export const CHECKPOINT_NAME = /^(epoch|step)-(\d+)\.safetensors$/;
const FORMAT = 'skipwire.checkpoint';
export const INITIAL_WEIGHTS = 'initial.safetensors';

export interface CheckpointAt {
  /** Whole epochs done. */
  epoch: number;
  /** Updates done. */
  step: number;
  /** JSON of the epoch under way (state/position.ts); only within an epoch. */
  within?: string;
}

export interface StoredCheckpoint extends CheckpointAt {
  file: string;
}

/** `epochs`: all so far, to find the best. */
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

/** Writes a checkpoint, then removes those no longer needed. @returns the remaining ones, oldest first. */
export async function writeCheckpoint(
  folder: string,
  tensors: ReadonlyMap<string, Tensor>,
  at: CheckpointAt,
  retention: Retention = DEFAULT,
  belonging?: Belonging,
): Promise<Checkpoint[]> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, fileName(at)), tensors, {
    format: FORMAT,
    epoch: String(at.epoch),
    step: String(at.step),
    crc32: dataChecksum(tensors),
    ...(at.within === undefined ? {} : { within: at.within }),
    ...(belonging ? bindingMetadata(belonging) : {}),
  });
  const all = withRoles((await listCheckpoints(folder)).checkpoints, retention);
  const kept = all.filter(({ roles }, index) => roles.length > 0 || index >= all.length - retention.keep);
  for (const { file } of all) {
    if (!kept.some((one) => one.file === file)) await rm(join(folder, file), { force: true });
  }
  return kept;
}

/** Oldest first, with roles `last` and `best`. */
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
  damaged: { file: string; reason: Message }[];
}

/** Reads only the heads of the files; empty if there is no folder. */
export async function listCheckpoints(folder: string): Promise<Listed> {
  const listed: Listed = { checkpoints: [], damaged: [] };
  for (const file of await namesIn(folder)) {
    if (!CHECKPOINT_NAME.test(file)) continue;
    try {
      listed.checkpoints.push((await readStored(folder, file)).stored);
    } catch (error) {
      // Removed since, by a training; a dead link is still there.
      if (codeOf(error) === 'ENOENT') {
        if (!(await isLink(join(folder, file)))) continue;
        listed.damaged.push({ file, reason: deadLink(join(folder, file)) });
      } else if (error instanceof Refusal) listed.damaged.push({ file, reason: error.said });
      else throw error;
    }
  }
  // One step can have two: within the epoch and after it.
  listed.checkpoints.sort((a, b) => a.step - b.step || a.epoch - b.epoch);
  return listed;
}

export const deadLink = (path: string): Message => message('runs.checkpoint.deadLink', { path });

/** From the file's head. @throws Refusal if damaged. */
export async function readStored(
  folder: string,
  file: string,
): Promise<{ stored: StoredCheckpoint; bound: Bound }> {
  const metadata = await readMetadata(join(folder, file));
  return { stored: { file, ...writtenAt(metadata) }, bound: boundTo(metadata) };
}

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );

/** Sorted; empty if there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function writtenAt({ epoch, step, within }: Readonly<Record<string, string>>): CheckpointAt {
  const count = (name: string, text: string | undefined): number => {
    if (text !== undefined && /^\d+$/.test(text)) return Number(text);
    refuse('runs.checkpoint.noPlace', { name, received: text ?? message('runs.nothing') });
  };
  return {
    epoch: count('epoch', epoch),
    step: count('step', step),
    ...(within === undefined ? {} : { within }),
  };
}

export interface ReadCheckpoint extends StoredCheckpoint {
  tensors: Map<string, Tensor>;
  /** It names its run; older versions did not. */
  bound: boolean;
}

/** A newer checkpoint is damaged or does not match. */
export class UnfitCheckpoint extends Refusal {
  constructor(
    cause: Refusal,
    /** The newest usable one. */
    readonly whole: StoredCheckpoint | undefined,
    run: string | undefined,
  ) {
    const part = cause instanceof ForeignCheckpoint ? cause.part : 'run';
    const other = whole
      ? message('runs.checkpoint.intact', { place: placeOf(whole), file: whole.file })
      : part === 'run'
        ? message('runs.checkpoint.noOther')
        : undefined;
    const label = remedyFor(part, whole);
    const remedy: Remedy | undefined = run === undefined ? undefined : { type: 'repair', runId: run, label };
    super(sentences(cause.said, other), remedy);
    this.name = 'UnfitCheckpoint';
  }
}

function remedyFor(part: Mismatch['part'], whole: StoredCheckpoint | undefined): Message {
  if (part === 'graph') return message('runs.checkpoint.restoreGraph');
  if (part === 'settings') return message('runs.checkpoint.restoreSettings');
  return whole
    ? message('runs.checkpoint.resumeFrom', { place: placeOf(whole) })
    : message('runs.checkpoint.startOver');
}

const placeOf = ({ epoch, step, within }: StoredCheckpoint): Message =>
  within === undefined
    ? message('runs.checkpoint.epoch', { epoch })
    : message('runs.checkpoint.step', { step });

/**
 * The newest checkpoint, fully checked; undefined if there is none.
 * @param belonging not checked if absent
 * @param only which tensors are kept in memory, by name; all if absent
 * @throws UnfitCheckpoint if a newer one is damaged or does not match
 */
export async function newestCheckpoint(
  folder: string,
  belonging?: Belonging,
  only?: (name: string) => boolean,
): Promise<ReadCheckpoint | undefined> {
  const { checkpoints, damaged } = await listCheckpoints(folder);
  let newest: ReadCheckpoint | undefined;
  const unfit: Refusal[] = [];
  for (const one of checkpoints.toReversed()) {
    try {
      newest = { ...one, ...(await readWhole(folder, one.file, belonging, only)) };
      break;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unfit.push(error);
    }
  }
  for (const { file, reason } of damaged) {
    const [, kind, number] = CHECKPOINT_NAME.exec(file) ?? [];
    const before = kind === 'epoch' ? newest?.epoch : newest?.step;
    if (before === undefined || Number(number) > before) unfit.push(new Refusal(reason));
  }
  const [cause] = unfit;
  if (cause) throw new UnfitCheckpoint(cause, newest, belonging?.run);
  return newest;
}

/** Parameters as of `newestCheckpoint`. @throws Refusal if the file is damaged or does not match. */
export async function readCheckpoint(
  folder: string,
  file: string,
  belonging?: Belonging,
  only?: (name: string) => boolean,
): Promise<Map<string, Tensor>> {
  return (await readWhole(folder, file, belonging, only)).tensors;
}

async function readWhole(
  folder: string,
  file: string,
  belonging?: Belonging,
  only?: (name: string) => boolean,
): Promise<Pick<ReadCheckpoint, 'tensors' | 'bound'>> {
  const path = join(folder, file);
  const { tensors, metadata, checksum } = await readSafetensors(path, { only });
  // Absent in older files.
  const { crc32 } = metadata;
  if (crc32 !== undefined && crc32 !== checksum) {
    refuse('runs.checkpoint.checksum', { path, expected: crc32, received: checksum });
  }
  if (belonging) checkBelongs(file, metadata, belonging);
  return { tensors, bound: metadata.run !== undefined };
}

/** Weights, and statistics of the images, that a restarted run starts with. */
export async function writeInitialWeights(
  folder: string,
  tensors: ReadonlyMap<string, Tensor>,
  belonging: Belonging,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, INITIAL_WEIGHTS), tensors, {
    format: FORMAT,
    crc32: dataChecksum(tensors),
    ...bindingMetadata(belonging),
  });
}

export async function hasInitialWeights(folder: string): Promise<boolean> {
  return (await namesIn(folder)).includes(INITIAL_WEIGHTS);
}
