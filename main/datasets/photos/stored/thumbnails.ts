/** Square thumbnails of photographs for the grid, cached in memory. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ExamplesPage } from '../../../../core/contract/datasets';
import { Pool } from '../../../basics/pool';
import { PerImport } from '../../storage/per-import';
import type { DatasetManifest, SplitName } from '../../storage/store';
import { thumbnailOf } from '../formats/sharp';
import { type PhotoRow, readRows } from './files';

const DEFAULT_SIDE = 96;
/** Bytes in the cache. */
const KEPT = 64e6;

export class Thumbnails {
  readonly #rows = new PerImport<PhotoRow[]>();
  /** By file and size, least recently used first. */
  readonly #kept = new Map<string, Buffer>();
  #keptBytes = 0;

  rows(folder: string, manifest: DatasetManifest, split: SplitName): Promise<PhotoRow[]> {
    return this.#rows.get(`${folder}/${split}`, manifest, () => readRows(folder, split));
  }

  /** The middle square of each photograph in RGB; unreadable ones are gray. */
  async read(
    folder: string,
    manifest: DatasetManifest,
    split: SplitName,
    indices: readonly number[],
    side = DEFAULT_SIDE,
  ): Promise<Omit<ExamplesPage, 'total'>> {
    const rows = await this.rows(folder, manifest, split);
    const size = side * side * 3;
    const pixels = Buffer.alloc(indices.length * size, 128);
    const pool = new Pool(availableParallelism(), Number.POSITIVE_INFINITY);
    for (const [place, index] of indices.entries()) {
      await pool.add(0, async () => {
        const file = join(folder, rows[index]!.path);
        const thumbnail = await this.#thumbnail(file, side, manifest.importedAt);
        thumbnail?.copy(pixels, place * size);
      });
    }
    await pool.drain();
    return {
      imageShape: [side, side, 3],
      indices: [...indices],
      labels: indices.map((index) => rows[index]!.label),
      sizes: indices.map((index) => [rows[index]!.height, rows[index]!.width]),
      pixels: pixels.toString('base64'),
    };
  }

  async #thumbnail(file: string, side: number, importedAt: string): Promise<Buffer | undefined> {
    const key = `${importedAt} ${side} ${file}`;
    const make = async () => thumbnailOf(await readFile(file), side);
    const thumbnail = this.#kept.get(key) ?? (await make().catch(() => undefined));
    if (!thumbnail) return undefined;
    this.#forget(key);
    this.#kept.set(key, thumbnail);
    this.#keptBytes += thumbnail.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= KEPT) break;
      this.#forget(oldest);
    }
    return thumbnail;
  }

  #forget(key: string): void {
    this.#keptBytes -= this.#kept.get(key)?.length ?? 0;
    this.#kept.delete(key);
  }
}
