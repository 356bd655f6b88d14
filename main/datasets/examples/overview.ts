/**
 * Every image of a data set as a few square pixels, which the grid shows until the images are loaded. Stored beside the
 * data set: a line of JSON, then the pixels of all images in the order train, val, test.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OverviewPiece, OverviewRequest } from '../../../core/contract/datasets';
import { writeAtomically } from '../../disk/atomic';
import { type DatasetManifest, type SplitName, splitOf } from '../storage/store';
import { Positions } from './positions';

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
  const line = `${JSON.stringify(headerSchema.parse(header))}\n`;
  await writeAtomically(join(folder, OVERVIEW_FILE), Buffer.concat([Buffer.from(line), pixels]));
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
  readonly #positions = new Positions();
  #held: { folder: string; overview: Overview } | undefined;

  /** undefined if it has not been computed yet. @throws Refusal for an unknown class. */
  async piece(
    folder: string,
    manifest: DatasetManifest,
    request: OverviewRequest,
  ): Promise<OverviewPiece | undefined> {
    const { indices } = await this.#positions.page(folder, manifest, request);
    if (this.#held?.folder !== folder || this.#held.overview.importedAt !== manifest.importedAt) {
      const overview = await readOverview(folder, manifest);
      if (!overview) return undefined;
      this.#held = { folder, overview };
    }
    const { overview } = this.#held;
    const labels = await this.#positions.labels(folder, manifest, request.split);
    const size = bytesOfOne(overview);
    const first = firstOf(manifest, request.split) * size;
    const pixels = Buffer.alloc(indices.length * size);
    indices.forEach((index, n) => {
      const from = first + index * size;
      pixels.set(overview.pixels.subarray(from, from + size), n * size);
    });
    const theirs = Int32Array.from(indices, (index) => labels[index]!);
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
