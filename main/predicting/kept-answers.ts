/**
 * Predictions for a whole split, stored beside the run as `predictions/<split>-<checkpoint>.safetensors`. They are a
 * cache: a file that is missing, damaged or of another checkpoint or data set is computed again.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PredictedSplit } from '../../core/contract/predict';
import { type Answers, MOST_GUESSES, topOf } from '../../core/study/answers';
import { readSafetensors, type Tensor, writeSafetensors } from '../runs/safetensors';
import type { SplitImages } from './images';
import { type AskedNetwork, classCount, type TrainedHere, trainedHere } from './network';
import type { ModelRunner } from './run-model';
import { type Running, runNetwork } from './run-network';

const FORMAT = 'skipwire.predictions';
/** Files of a run. */
const KEPT = 6;

/** @returns the answers to all images, in their order. @throws as runNetwork */
export async function answersTo(
  runner: ModelRunner,
  network: AskedNetwork,
  images: SplitImages,
  only: readonly number[] | undefined,
  running: Running,
): Promise<Answers> {
  const question = { signature: 'answers', images: images.source, only } as const;
  const { shares, losses } = await runNetwork(runner, network, question, running);
  const classes = classCount(network);
  const count = losses.length;
  const guesses = Math.min(MOST_GUESSES, classes);
  const answers: Answers = {
    ...{ count, classes, guesses, losses, labels: images.labels },
    top: new Int32Array(count * guesses),
    shares: new Float32Array(count * guesses),
  };
  for (let image = 0; image < count; image++) {
    const row = shares.subarray(image * classes, (image + 1) * classes);
    for (const [place, output] of topOf(row, guesses).entries()) {
      answers.top[image * guesses + place] = output;
      answers.shares[image * guesses + place] = row[output] as number;
    }
  }
  return answers;
}

/** Like `answersTo`, from the run's folder if they are stored there; otherwise stores them. */
export async function keptAnswers(
  runner: ModelRunner,
  network: AskedNetwork,
  images: SplitImages,
  split: PredictedSplit,
  running: Running,
): Promise<Answers> {
  const trained = trainedHere(network);
  const folder = trained.folder.predictions;
  const path = join(folder, `${split}-${trained.checkpoint.file}`);
  const about = identityOf(trained, images);
  const kept = await read(path, about, images).catch(() => undefined);
  if (kept) return kept;
  const answers = await answersTo(runner, network, images, undefined, running);
  // The predictions are valid even if they cannot be stored.
  await keep(folder, path, about, answers).catch(() => undefined);
  return answers;
}

function identityOf({ checkpoint, run }: TrainedHere, { dataset }: SplitImages): Record<string, string> {
  const { selection, trainLimit, valLimit } = run.settings;
  return {
    format: FORMAT,
    version: '2',
    run: run.id,
    epoch: String(checkpoint.epoch),
    step: String(checkpoint.step),
    data: dataset.digest ?? dataset.importedAt,
    selection: JSON.stringify([selection, trainLimit, valLimit]),
  };
}

async function read(
  path: string,
  about: Readonly<Record<string, string>>,
  { labels }: SplitImages,
): Promise<Answers | undefined> {
  const { tensors, metadata } = await readSafetensors(path);
  if (Object.entries(about).some(([name, value]) => metadata[name] !== value)) return undefined;
  const [top, shares, losses] = ['top', 'shares', 'losses'].map((name) => tensors.get(name));
  const classes = Number(metadata.classes);
  const [count = 0, guesses = 0] = top?.shape ?? [];
  if (!top || !shares || !losses || count !== labels.length || !(classes > 0)) return undefined;
  return {
    ...{ count, classes, guesses, labels, shares: shares.data, losses: losses.data },
    top: Int32Array.from(top.data),
  };
}

async function keep(
  folder: string,
  path: string,
  about: Readonly<Record<string, string>>,
  { count, guesses, classes, top, shares, losses }: Answers,
): Promise<void> {
  const tensors = new Map<string, Tensor>([
    ['top', { shape: [count, guesses], data: Float32Array.from(top) }],
    ['shares', { shape: [count, guesses], data: shares }],
    ['losses', { shape: [count], data: losses }],
  ]);
  await mkdir(folder, { recursive: true });
  await writeSafetensors(path, tensors, { ...about, classes: String(classes) });
  const files = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  const aged = await Promise.all(
    files.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
