/** Inside the worker: what the input pipeline makes of some images, step by step, by the nodes that train. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PreviewImage, PreviewStep } from '../../core/contract/preview';
import { compilePreview } from '../compiler/preview';
import { readStored, splitSource } from '../datasets/store';
import { openSession } from '../engine/session';
import type { Session } from '../engine/types';
import { int32 } from '../engine/values';
import { Refusal } from '../refusal';
import { messageOf } from '../runs/atomic';
import type { JobContext } from './job';
import { augmentWords, normaliseWords, resizeWords } from './preview-words';
import type { FromWorker, PreviewJob } from './protocol';

/** Training images that normalisation is measured on: a look must not take as long as a run's beginning. */
const MEASURED = { raw: 20_000, files: 256 } as const;

/** The answer is the last message for the host. */
export async function runPreview(job: PreviewJob, { send }: JobContext): Promise<FromWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'skipwire-preview-'));
  try {
    send({ type: 'preview', steps: await stepsOf(job, folder) });
    return { type: 'ended', state: 'finished' };
  } catch (error) {
    return { type: 'failed', message: messageOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stepsOf(
  { preview, engine, datasetFolder }: PreviewJob,
  folder: string,
): Promise<PreviewStep[]> {
  const stored = await readStored(datasetFolder);
  if (stored.state !== 'ready') throw new Refusal(`Data set "${preview.id}" is not on this machine.`);
  const { manifest } = stored;
  const { inputShape, split, indices, settings, epoch } = preview;
  const { preprocessing, augmentation, normalization } = settings;
  const trained = split === 'train';
  const train = splitSource(datasetFolder, manifest, 'train');
  const measured = Math.min(train.count, MEASURED[manifest.storage]);
  const model = compilePreview({
    source: splitSource(datasetFolder, manifest, split),
    indices,
    train: { ...train, count: measured },
    imageShape: inputShape,
    preprocessing,
    augmentation: trained ? augmentation : undefined,
    normalization,
    threads: availableParallelism(),
  });
  await writeFile(join(folder, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, folder, model.tags);
  try {
    await session.run('load_data');
    await session.run('begin', { seed: int32(settings.seed), epoch: int32(epoch) });
    const { bytes } = await session.run('resized');
    const { buffer, byteOffset } = bytes!.data as Int32Array;
    const size = inputShape.reduce((product, side) => product * side, 1);
    const resized = new Uint8Array(buffer, byteOffset, indices.length * size);
    const said = augmentWords(augmentation, trained);
    const augmented = said.changes
      ? ((await session.run('augmented')).x!.data as Float32Array)
      : Float32Array.from(resized, (level) => level / 255);
    return [
      {
        name: 'resize',
        title: 'Resize',
        words: resizeWords(manifest, inputShape, preprocessing),
        images: imagesOf(resized, inputShape),
      },
      {
        name: 'augment',
        title: 'Augment',
        words: said.words,
        images: imagesOf(levelsOf(augmented, [0, 1]), inputShape),
      },
      await normalised(session, augmented, preview, measured, train.count),
    ];
  } finally {
    session.close();
  }
}

async function normalised(
  session: Session,
  images: Float32Array,
  { inputShape, settings: { normalization } }: PreviewJob['preview'],
  measured: number,
  all: number,
): Promise<PreviewStep> {
  const title = 'Normalise';
  const words = normaliseWords(normalization, measured, all);
  if (normalization === 'none') {
    return { name: 'normalise', title, words, images: imagesOf(levelsOf(images, [0, 1]), inputShape) };
  }
  const { v0, v1 } = await session.run('statistics');
  const mean = v0!.data as Float32Array;
  const deviation = v1?.data as Float32Array | undefined;
  // The statistics are those of each channel or of each pixel: either repeats along the batch.
  const values = images.map(
    (value, at) => (value - mean[at % mean.length]!) / (deviation?.[at % deviation.length] || 1),
  );
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range: [number, number] = [low, high];
  return { name: 'normalise', title, words, images: imagesOf(levelsOf(values, range), inputShape), range };
}

function levelsOf(values: Float32Array, [low, high]: readonly [number, number]): Uint8Array {
  const scale = 255 / Math.max(high - low, 1e-12);
  return Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, (value - low) * scale))));
}

function imagesOf(
  levels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
): PreviewImage[] {
  const size = height * width * channels;
  return Array.from({ length: levels.length / size }, (_, index) => ({
    height,
    width,
    channels: channels as 1 | 3,
    pixels: Buffer.from(levels.subarray(index * size, (index + 1) * size)).toString('base64'),
  }));
}
