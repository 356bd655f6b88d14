/**
 * An imported data set on disk: raw bytes that the compiled graph reads as they are.
 *
 *   datasets/<id>/dataset.json        DatasetManifest
 *   datasets/<id>/train.images.u8     count x height x width x channels, uint8
 *   datasets/<id>/train.labels.i32    count little-endian int32
 *   datasets/<id>/val.images.u8, val.labels.i32
 *
 * The folder appears whole, by rename, or not at all. Images keep the order of their source, so that the
 * first N of a split are the same N on every machine.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RawSplit } from '../compiler/types';

const splitSchema = z.object({
  count: z.number().int().positive(),
  perClass: z.array(z.number().int().nonnegative()),
});

export const manifestSchema = z.object({
  format: z.literal('skipwire.dataset'),
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  classes: z.array(z.string()).min(1),
  /** [height, width, channels] */
  imageShape: z.tuple([
    z.number().int().positive(),
    z.number().int().positive(),
    z.number().int().positive(),
  ]),
  train: splitSchema,
  val: splitSchema,
  splitDescription: z.string(),
  /** Where the bytes came from: archive, folder, or generator with its seed. */
  origin: z.string(),
  /** Size and time of the imported file, by which a second import of the same file is known. */
  originStamp: z.string().optional(),
  importedAt: z.string(),
});
export type DatasetManifest = z.infer<typeof manifestSchema>;

export type SplitName = 'train' | 'val';
export const splitNames: readonly SplitName[] = ['train', 'val'];

export const MANIFEST_FILE = 'dataset.json';

export function splitSource(folder: string, manifest: DatasetManifest, split: SplitName): RawSplit {
  return {
    imagesFile: imagesFile(folder, split),
    labelsFile: labelsFile(folder, split),
    count: manifest[split].count,
  };
}

export const imagesFile = (folder: string, split: SplitName): string => join(folder, `${split}.images.u8`);
export const labelsFile = (folder: string, split: SplitName): string => join(folder, `${split}.labels.i32`);

/** Bytes of one image: height x width x channels. */
export const imageBytes = (shape: readonly [number, number, number]): number =>
  shape[0] * shape[1] * shape[2];

/** Bytes of both splits, images and labels. */
export function datasetBytes(
  shape: readonly [number, number, number],
  counts: { train: number; val: number },
): number {
  return (counts.train + counts.val) * (imageBytes(shape) + 4);
}

export type Stored =
  | { state: 'absent' }
  | { state: 'damaged'; reason: string }
  | { state: 'ready'; manifest: DatasetManifest };

/** Reads what stands in a data set's folder, and checks that its files have the sizes of its manifest. */
export async function readStored(folder: string): Promise<Stored> {
  let text: string;
  try {
    text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'absent' };
    throw error;
  }
  let manifest: DatasetManifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { state: 'damaged', reason: `${MANIFEST_FILE} is not a data set's manifest: ${why}` };
  }
  for (const split of splitNames) {
    const { count } = manifest[split];
    const expected: [string, number][] = [
      [imagesFile(folder, split), count * imageBytes(manifest.imageShape)],
      [labelsFile(folder, split), count * 4],
    ];
    for (const [file, bytes] of expected) {
      const found = await stat(file).then(
        (stats) => stats.size,
        () => undefined,
      );
      if (found !== bytes) {
        return {
          state: 'damaged',
          reason: `${file} should have ${bytes} bytes. Received: ${found === undefined ? 'no such file' : `${found} bytes`}`,
        };
      }
    }
  }
  return { state: 'ready', manifest };
}
