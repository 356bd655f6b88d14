/** Small square pictures of photographs for the grid: made when asked for, kept in memory while there is room. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ExamplesPage } from '../../../core/contract/datasets';
import type { DatasetManifest, SplitName } from '../store';
import { type PhotoRow, readRows } from './files';
import { Pool } from './pool';
import { thumbnailOf } from './sharp';

export const THUMBNAIL_SIDE = 96;
const BYTES = THUMBNAIL_SIDE * THUMBNAIL_SIDE * 3;
/** 64 MB of them. */
const KEPT = Math.floor(64e6 / BYTES);

interface Rows {
  importedAt: string;
  rows: Promise<PhotoRow[]>;
}

export class Thumbnails {
  readonly #rows = new Map<string, Rows>();
  /** By file, the least recently used first. */
  readonly #kept = new Map<string, Buffer>();

  /** The rows of a split, read once for each import. */
  rows(folder: string, manifest: DatasetManifest, split: SplitName): Promise<PhotoRow[]> {
    const key = `${manifest.id}/${split}`;
    const known = this.#rows.get(key);
    if (known?.importedAt === manifest.importedAt) return known.rows;
    const rows = readRows(folder, split);
    this.#rows.set(key, { importedAt: manifest.importedAt, rows });
    rows.catch(() => this.#rows.delete(key));
    return rows;
  }

  /** The middle of each photograph, THUMBNAIL_SIDE square, in RGB; one that cannot be read any more is grey. */
  async read(
    folder: string,
    manifest: DatasetManifest,
    split: SplitName,
    indices: readonly number[],
  ): Promise<Omit<ExamplesPage, 'total'>> {
    const rows = await this.rows(folder, manifest, split);
    const pixels = Buffer.alloc(indices.length * BYTES, 128);
    const pool = new Pool(availableParallelism(), Number.POSITIVE_INFINITY);
    for (const [place, index] of indices.entries()) {
      await pool.add(0, async () => {
        const thumbnail = await this.#thumbnail(join(folder, rows[index]!.path), manifest.importedAt);
        thumbnail?.copy(pixels, place * BYTES);
      });
    }
    await pool.drain();
    return {
      imageShape: [THUMBNAIL_SIDE, THUMBNAIL_SIDE, 3],
      indices: [...indices],
      labels: indices.map((index) => rows[index]!.label),
      sizes: indices.map((index) => [rows[index]!.height, rows[index]!.width]),
      pixels: pixels.toString('base64'),
    };
  }

  async #thumbnail(file: string, importedAt: string): Promise<Buffer | undefined> {
    const key = `${importedAt} ${file}`;
    const known = this.#kept.get(key);
    const thumbnail = known ?? (await makeThumbnail(file));
    if (!thumbnail) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, thumbnail);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return thumbnail;
  }
}

async function makeThumbnail(file: string): Promise<Buffer | undefined> {
  try {
    return await thumbnailOf(await readFile(file), THUMBNAIL_SIDE);
  } catch {
    return undefined;
  }
}
