/**
 * An imported data set on disk, which compiled graphs read directly.
 *
 *   datasets/<id>/dataset.json        DatasetManifest
 *   datasets/<id>/train.images.u8     count x height x width x channels, uint8
 *   datasets/<id>/train.labels.i32    count little-endian int32
 *   datasets/<id>/val.images.u8, val.labels.i32
 *
 * Photographs (`storage: 'files'`) stay files in a format that the graph decodes:
 *
 *   datasets/<id>/images/<nnn>/<n>.jpg|png    the original bytes, or re-encoded as PNG
 *   datasets/<id>/train.files.txt             a path per line, relative to the folder, with "/"
 *   datasets/<id>/train.labels.i32
 *   datasets/<id>/train.sizes.i32             height, width of each, little-endian int32
 *   datasets/<id>/train.names.txt             original names, a JSON string per line
 *   datasets/<id>/listed.jsonl                what was dropped or is odd: {"file", "state": "dropped"|"odd", "reason"}
 *
 * Images keep the order of their source, so that the first N of a split are the same on every machine.
 */
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Message, message } from '../../../core/messages';
import type { SplitSource } from '../../compiler/types';

const countSchema = z.number().int().nonnegative();
const lengthSchema = z.number().int().positive();
const splitSchema = z.object({ count: countSchema, perClass: z.array(countSchema) });

export const manifestSchema = z.object({
  format: z.literal('skipwire.dataset'),
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  classes: z.array(z.string()).min(1),
  /** [height, width, channels] */
  imageShape: z.tuple([lengthSchema, lengthSchema, lengthSchema]),
  /** raw: images of one size in one file; files: photographs. */
  storage: z.enum(['raw', 'files']).default('raw'),
  train: splitSchema,
  val: splitSchema,
  /** What the second split officially is. */
  valRole: z.enum(['validation', 'test']).default('validation'),
  /** The third split, if there is one. */
  test: splitSchema.optional(),
  /** Files that were left out, and odd ones; LISTED_FILE names them. */
  dropped: z.number().int().default(0),
  odd: z.number().int().default(0),
  splitDescription: z.string(),
  /** Archive or folder, or generator with its seed. */
  origin: z.string(),
  /** Size and time of the imported file, to recognize it when it is imported again. */
  originStamp: z.string().optional(),
  importedAt: z.string(),
  /** See digest.ts; sets imported by older versions get one on first use. */
  digest: z.string().optional(),
  /** Size of all files, if images differ in size. */
  bytes: z.number().int().nonnegative().optional(),
});
export type DatasetManifest = z.infer<typeof manifestSchema>;

export type SplitName = 'train' | 'val' | 'test';
export const splitNames = ['train', 'val'] as const;

export const MANIFEST_FILE = 'dataset.json';
export const LISTED_FILE = 'listed.jsonl';

export const splitOf = (manifest: DatasetManifest, split: SplitName) =>
  manifest[split] ?? { count: 0, perClass: manifest.classes.map(() => 0) };

type Place = [folder: string, split: SplitName];

/** A split for the compiler. Images and labels may be in the folder of a subset. */
export function splitSource(
  root: string,
  manifest: DatasetManifest,
  split: SplitName,
  { images = [root, split], labels = images, count = splitOf(manifest, split).count } = {} as {
    images?: Place;
    labels?: Place;
    count?: number;
  },
): SplitSource {
  const common = { labelsFile: labelsFile(...labels), count };
  return manifest.storage === 'files'
    ? { kind: 'files', pathsFile: pathsFile(...images), root, ...common }
    : { imagesFile: imagesFile(...images), imageShape: manifest.imageShape, ...common };
}

export const imagesFile = (folder: string, split: SplitName): string => join(folder, `${split}.images.u8`);
export const pathsFile = (folder: string, split: SplitName): string => join(folder, `${split}.files.txt`);
export const sizesFile = (folder: string, split: SplitName): string => join(folder, `${split}.sizes.i32`);
export const namesFile = (folder: string, split: SplitName): string => join(folder, `${split}.names.txt`);
export const labelsFile = (folder: string, split: SplitName): string => join(folder, `${split}.labels.i32`);

export const imageBytes = (shape: readonly [number, number, number]): number =>
  shape[0] * shape[1] * shape[2];

/** Both splits, images and labels. */
export function datasetBytes(
  shape: readonly [number, number, number],
  counts: { train: number; val: number },
): number {
  return (counts.train + counts.val) * (imageBytes(shape) + 4);
}

export type Stored =
  | { state: 'absent' }
  /** `manifest` if that is readable. */
  | { state: 'damaged'; reason: Message; manifest?: DatasetManifest }
  | { state: 'ready'; manifest: DatasetManifest };

export const manifestOf = (stored: Stored): DatasetManifest | undefined =>
  stored.state === 'absent' ? undefined : stored.manifest;

/** Also checks the sizes of the files. */
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
    return {
      state: 'damaged',
      reason: message('datasets.stored.badManifest', { file: MANIFEST_FILE, error: why }),
    };
  }
  const reason = await firstProblem(folder, manifest);
  return reason === undefined ? { state: 'ready', manifest } : { state: 'damaged', manifest, reason };
}

/** Checks sizes; of photographs, only a few are looked for. */
async function firstProblem(folder: string, manifest: DatasetManifest): Promise<Message | undefined> {
  const photos = manifest.storage === 'files';
  for (const split of ['train', 'val', 'test'] as const) {
    if (split === 'test' && !manifest.test) continue;
    const { count } = splitOf(manifest, split);
    const expected: [string, number][] = [[labelsFile(folder, split), count * 4]];
    if (photos) expected.push([sizesFile(folder, split), count * 8]);
    else expected.unshift([imagesFile(folder, split), count * imageBytes(manifest.imageShape)]);
    for (const [file, bytes] of expected) {
      const found = await sizeOf(file);
      if (found !== bytes) {
        return found === undefined
          ? message('datasets.stored.noFile', { file })
          : message('datasets.stored.wrongBytes', { file, expected: bytes, found });
      }
    }
    const problem = photos ? await missingPhoto(folder, split, count) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

/** Bytes read at each end of a list. */
const LIST_ENDS = 4096;

async function missingPhoto(folder: string, split: SplitName, count: number): Promise<Message | undefined> {
  for (const list of [pathsFile(folder, split), namesFile(folder, split)]) {
    const size = await sizeOf(list);
    if (size === undefined || size > 0 !== count > 0) {
      return size === undefined
        ? message('datasets.stored.noFile', { file: list })
        : message('datasets.stored.wrongLines', { file: list, count, found: size });
    }
  }
  if (count === 0) return undefined;
  await using list = await open(pathsFile(folder, split), 'r');
  const { size } = await list.stat();
  const at = async (position: number) => {
    const { buffer, bytesRead } = await list.read(Buffer.alloc(LIST_ENDS), 0, LIST_ENDS, position);
    return buffer.toString('utf8', 0, bytesRead).split('\n');
  };
  const first = (await at(0))[0]!;
  const last = (await at(Math.max(0, size - LIST_ENDS))).at(-2) ?? '';
  for (const path of [first, last]) {
    const file = join(folder, path);
    if (!((await sizeOf(file)) ?? 0)) return message('datasets.stored.noImage', { file });
  }
  return undefined;
}

const sizeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(
    (stats) => stats.size,
    () => undefined,
  );

/** Whether an import writes a file or folder of this name. */
export const isOfDataset = (name: string): boolean =>
  [MANIFEST_FILE, LISTED_FILE, 'images'].includes(name) || /^(train|val|test)\.[a-z0-9.]+$/.test(name);
