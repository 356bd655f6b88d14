/** The preview's worker side: runs the input pipeline's own nodes on some images. */

import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { elementCount } from '../../../core/basics/element-count';
import type { PreviewImage, PreviewStep } from '../../../core/contract/preview';
import { message } from '../../../core/messages';
import { pixelStatistics } from '../../../core/ops/pixels';
import { refuse, saidBy } from '../../basics/refusal';
import { compilePreview } from '../../compiler/preview';
import { readStored, splitSource } from '../../datasets/storage/store';
import { inWords } from '../../disk/trouble';
import { openSession } from '../../engine/session';
import { int32 } from '../../engine/values';
import { temporaryFolder } from '../../processes/temporary';
import type { FromWorker, PreviewJob } from '../protocol/messages';
import { asInputWords, augmentWords, normalizeWords, resizeWords } from './describe-preview';
import type { JobContext } from './job-context';

/** Training images to measure for normalization; a preview must be quick. */
const MEASURED = { raw: 20_000, files: 256 } as const;

/** @returns the last message to the host. */
export async function runPreview(job: PreviewJob, { send }: JobContext): Promise<FromWorker> {
  const folder = await temporaryFolder('skipwire-preview-', message('training.purpose.preview'));
  try {
    send({ type: 'preview', steps: await stepsOf(job, folder) });
    return { type: 'ended', state: 'finished' };
  } catch (error) {
    return {
      type: 'failed',
      message: saidBy(inWords(error, { what: message('training.what.preview'), where: folder })),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stepsOf(
  { preview, engine, datasetFolder }: PreviewJob,
  folder: string,
): Promise<PreviewStep[]> {
  const stored = await readStored(datasetFolder);
  if (stored.state !== 'ready') refuse('training.noDataset', { dataset: preview.id });
  const { manifest } = stored;
  const { inputShape, pixels = '0-1', split, indices, settings, epoch } = preview;
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
    known: pixelStatistics(pixels, inputShape[2]),
    threads: availableParallelism(),
  });
  await writeFile(join(folder, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, folder, model.tags);
  try {
    await session.run('load_data');
    await session.run('begin', { seed: int32(settings.seed), epoch: int32(epoch) });
    const { bytes } = await session.run('resized');
    const { buffer, byteOffset } = bytes!.data as Int32Array;
    const size = elementCount(inputShape);
    const resized = new Uint8Array(buffer, byteOffset, indices.length * size);
    const { x, normalized } = await session.run('seen');
    return [
      {
        name: 'resize',
        words: resizeWords(manifest, inputShape, preprocessing),
        images: imagesOf(resized, inputShape),
      },
      {
        name: 'augment',
        words: augmentWords(augmentation, trained),
        images: imagesOf(levelsOf(x!.data as Float32Array, [0, 1]), inputShape),
      },
      normalizeStep(normalized!.data as Float32Array, preview, measured, train.count),
    ];
  } finally {
    session.close();
  }
}

/** Values outside 0..1 are scaled to the range they have. */
function normalizeStep(
  values: Float32Array,
  { inputShape, pixels = '0-1', settings: { normalization } }: PreviewJob['preview'],
  measured: number,
  all: number,
): PreviewStep {
  const isPrepared = pixels !== '0-1';
  const words = isPrepared ? asInputWords(pixels) : normalizeWords(normalization, measured, all);
  const isPlain = !isPrepared && normalization === 'none';
  const range: [number, number] = isPlain ? [0, 1] : extent(values);
  const images = imagesOf(levelsOf(values, range), inputShape);
  return { name: 'normalize', words, images, ...(isPlain ? {} : { range }) };
}

function extent(values: Float32Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
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
