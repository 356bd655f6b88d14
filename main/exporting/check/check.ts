/** Reads an export back in the program that people will open it with, and compares its predictions with the network's. */
import { rm } from 'node:fs/promises';
import { message, messageFrom } from '../../../core/messages';
import type { ExportCheck } from '../../../core/study/export-check';
import { Refusal, refuse, saidBy } from '../../basics/refusal';
import type { ModelRunner } from '../../predicting/run-model';
import { type Sample, sampleOf } from '../../predicting/sample';
import { temporaryFolder } from '../../processes/temporary';
import type { TrainedNetwork } from '../trained-network';

/** Number of images that an export is checked on. */
const CHECKED_IMAGES = 32;

/** Input of a format's reader. */
export interface ReadBack {
  /** The export. */
  path: string;
  network: TrainedNetwork;
  /** [N, H, W, C] */
  shape: readonly number[];
  /** Channels last, in the range that the exported model takes. */
  images: Float32Array;
  /** For files of the reader's. */
  folder: string;
  runner: ModelRunner;
  signal?: AbortSignal | undefined;
}

/**
 * The scores of the written model, [N, classes].
 * @throws Unchecked if the program that it needs is missing; any other error means that the export does not open
 */
export type Reader = (back: ReadBack) => Promise<Float32Array>;

/** The check could not be made; the export may still be right. */
export class Unchecked extends Refusal {
  override readonly name = 'Unchecked';
}

export interface CheckOptions {
  runner: ModelRunner;
  /** Folder of the data set that a run was trained on; without it random images are compared. */
  datasetFolder?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The reference for every format of one network.
 * @throws Unchecked if there is no TensorFlow to compute it
 */
export async function sampleFor(
  network: TrainedNetwork,
  { runner, datasetFolder, signal }: CheckOptions,
): Promise<Sample> {
  if (!(await runner.findEngine())) throw new Unchecked(message('predict.noTensorFlow'));
  return sampleOf(runner, network, datasetFolder, CHECKED_IMAGES, signal);
}

export interface Checking {
  read: Reader;
  /** The largest difference that rounding explains in this format. */
  tolerance: number;
  /** Number of images that a slow reader has time for, at least 1; all if absent. */
  most?(network: TrainedNetwork): number;
}

export async function checkExport(
  { read, tolerance, most }: Checking,
  path: string,
  network: TrainedNetwork,
  sample: () => Promise<Sample>,
  { runner, signal }: CheckOptions,
): Promise<ExportCheck> {
  const folder = await temporaryFolder('skipwire-check-', message('export.check.purpose'));
  try {
    const { of, shape, images, scores } = firstOf(await sample(), most?.(network));
    const [, white] = network.inference.input.range;
    const fed = white === 1 ? images : images.map((value) => value * white);
    const found = await read({ path, network, shape, images: fed, folder, runner, signal });
    if (found.length !== scores.length) {
      refuse('export.check.count', { expected: scores.length, found: found.length });
    }
    const maxDifference = largestDifference(found, scores);
    const count = shape[0] as number;
    return maxDifference !== null && maxDifference <= tolerance
      ? { result: 'equal', maxDifference, images: count, of }
      : { result: 'different', maxDifference, tolerance, images: count, of };
  } catch (error) {
    signal?.throwIfAborted();
    const why = messageFrom(saidBy(error));
    return error instanceof Unchecked ? { result: 'unchecked', why } : { result: 'failed', why };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function firstOf(sample: Sample, most = Number.POSITIVE_INFINITY): Sample {
  const [all = 1, ...imageShape] = sample.shape;
  if (all <= most) return sample;
  const first = (values: Float32Array) => values.subarray(0, (values.length / all) * most);
  return {
    ...sample,
    shape: [most, ...imageShape],
    images: first(sample.images),
    scores: first(sample.scores),
  };
}

/** Null if one of them is not a number. */
function largestDifference(found: Float32Array, expected: Float32Array): number | null {
  let largest = 0;
  for (const [index, value] of found.entries()) {
    const difference = Math.abs(value - (expected[index] as number));
    if (Number.isNaN(difference)) return null;
    largest = Math.max(largest, difference);
  }
  return largest;
}
