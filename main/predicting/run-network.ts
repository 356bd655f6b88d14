/** Runs a network on images that it reads through the input pipeline. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../../core/messages';
import { compilePrediction, PREDICTION_TAG, type PredictionOptions } from '../compiler';
import type { SplitSource } from '../compiler/types';
import { temporaryFolder } from '../processes/temporary';
import { type AskedNetwork, answersIn } from './network';
import { type ModelRunner, runModel } from './run-model';

/** Values of the signatures of compilePrediction. */
const outputs = {
  next: ['x', 'y'],
  answers: ['shares', 'losses'],
  seen: ['x', 'shares'],
  grad_cam: ['x', 'shares', 'map'],
} as const;

export interface Question<Signature extends keyof typeof outputs> extends Pick<PredictionOptions, 'gradCam'> {
  signature: Signature;
  images: SplitSource;
  /** Only these, in this order. */
  only?: readonly number[] | undefined;
}

export interface Running {
  signal?: AbortSignal | undefined;
  /** Images done so far. */
  progress?: ((count: number) => void) | undefined;
}

type Values<Signature extends keyof typeof outputs> = Record<
  (typeof outputs)[Signature][number],
  Float32Array
>;

const BATCH_SIZE = 32;

/** @returns the values of each output, all images in a row. @throws as runModel */
export async function runNetwork<Signature extends keyof typeof outputs>(
  runner: ModelRunner,
  { document, weights, settings }: Pick<AskedNetwork, 'document' | 'weights' | 'settings'>,
  { signature, images, only, gradCam }: Question<Signature>,
  { signal, progress }: Running = {},
): Promise<Values<Signature>> {
  const count = only?.length ?? images.count;
  if (count === 0) {
    return Object.fromEntries(
      outputs[signature].map((name) => [name, new Float32Array()]),
    ) as Values<Signature>;
  }
  const folder = await temporaryFolder('skipwire-predict-', message('predict.purpose'));
  try {
    const model = join(folder, 'model');
    await mkdir(model);
    const batchSize = Math.min(BATCH_SIZE, count);
    const source = { images, preprocessing: settings.preprocessing, batchSize, only };
    const { labelSmoothing, givesLogits } = settings;
    // Exports compute in float32, and `next` is what they are compared with.
    const precision = signature === 'next' ? 'float32' : answersIn({ settings });
    const how = { labelSmoothing, givesLogits, gradCam, precision };
    const bytes = compilePrediction(document, weights, source, how);
    await writeFile(join(model, 'saved_model.pb'), bytes);
    const values = await runModel(runner, {
      ...{ model, tags: [PREDICTION_TAG], signature, outputs: outputs[signature], folder, signal },
      ...(progress ? { progress } : {}),
    });
    return values as Values<Signature>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
