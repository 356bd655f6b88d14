/**
 * Every image of a data set as a few square pixels, which the grid shows until the images are loaded. Stored beside the
 * data set: a line of JSON, then the pixels of all images in the order train, val, test.
 */
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OverviewPiece, OverviewRequest } from '../../../core/contract/datasets';
import { refuse } from '../../basics/refusal';
import { type DatasetManifest, labelsFile, type SplitName, splitOf } from '../store';

/** Hidden, so the fingerprint ignores it. */
export const OVERVIEW_FILE = '.overview.u8';

const headerSchema = z.object({
  version: z.literal(1),
  importedAt: z.string(),
  /** Pixels per side for each image. */
  side: z.number().int().positive(),
  channels: z.union([z.literal(1), z.literal(3)]),
});

export interface Overview extends z.infer<typeof headerSchema> {
  /** side x side x channels bytes for each image. */
  pixels: Uint8Array;
}

const bytesOfOne = ({ side, channels }: Overview): number => side * side * channels;

export const countOf = (manifest: DatasetManifest): number =>
  (['train', 'val', 'test'] as const).reduce((sum, split) => sum + splitOf(manifest, split).count, 0);

export async function writeOverview(folder: string, { pixels, ...header }: Overview): Promise<void> {
  const temporary = join(folder, `${OVERVIEW_FILE}.${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    const line = `${JSON.stringify(headerSchema.parse(header))}\n`;
    await writeFile(temporary, Buffer.concat([Buffer.from(line), pixels]), { flag: 'wx' });
    await rename(temporary, join(folder, OVERVIEW_FILE));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** undefined if there is none, or one of another import or version. */
export async function readOverview(folder: string, manifest: DatasetManifest): Promise<Overview | undefined> {
  const bytes = await readFile(join(folder, OVERVIEW_FILE)).catch(() => undefined);
  if (!bytes) return undefined;
  try {
    const end = bytes.indexOf('\n');
    const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', 0, end)));
    const overview = { ...header, pixels: bytes.subarray(end + 1) };
    const whole = overview.pixels.length === countOf(manifest) * bytesOfOne(overview);
    return whole && header.importedAt === manifest.importedAt ? overview : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the overview of the last data set in memory. */
export class OverviewReader {
  #held: { folder: string; overview: Overview; labels: Map<SplitName, Promise<Int32Array>> } | undefined;

  /** undefined if it has not been computed yet. @throws Refusal for an unknown class. */
  async piece(
    folder: string,
    manifest: DatasetManifest,
    { split, offset, limit, classIndex }: OverviewRequest,
  ): Promise<OverviewPiece | undefined> {
    if (classIndex !== undefined && classIndex >= manifest.classes.length) {
      refuse('datasets.beyondClasses', {
        name: manifest.name,
        last: manifest.classes.length - 1,
        index: classIndex,
      });
    }
    if (this.#held?.folder !== folder || this.#held.overview.importedAt !== manifest.importedAt) {
      const overview = await readOverview(folder, manifest);
      if (!overview) return undefined;
      this.#held = { folder, overview, labels: new Map() };
    }
    const { overview, labels: known } = this.#held;
    const reading = known.get(split) ?? readLabels(folder, split);
    known.set(split, reading);
    reading.catch(() => known.delete(split));
    const labels = await reading;
    const size = bytesOfOne(overview);
    const first = firstOf(manifest, split) * size;
    const places =
      classIndex === undefined
        ? range(offset, Math.min(labels.length, offset + limit))
        : placesWith(labels, classIndex).subarray(offset, offset + limit);
    const pixels = Buffer.alloc(places.length * size);
    places.forEach((place, n) => {
      const from = first + place * size;
      pixels.set(overview.pixels.subarray(from, from + size), n * size);
    });
    const theirs = Int32Array.from(places, (place) => labels[place]!);
    return {
      side: overview.side,
      channels: overview.channels,
      labels: Buffer.from(theirs.buffer).toString('base64'),
      pixels: pixels.toString('base64'),
    };
  }
}

function firstOf(manifest: DatasetManifest, split: SplitName): number {
  if (split === 'train') return 0;
  const train = splitOf(manifest, 'train').count;
  return split === 'val' ? train : train + splitOf(manifest, 'val').count;
}

async function readLabels(folder: string, split: SplitName): Promise<Int32Array> {
  const bytes = await readFile(labelsFile(folder, split));
  return Int32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readInt32LE(i * 4));
}

const range = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);

function placesWith(labels: Int32Array, label: number): Int32Array {
  const places: number[] = [];
  labels.forEach((other, place) => {
    if (other === label) places.push(place);
  });
  return Int32Array.from(places);
}
