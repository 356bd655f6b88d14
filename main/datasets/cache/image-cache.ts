/**
 * Decoded photos as raw bytes, which training maps: one file for each set of files, size and preprocessing. The least
 * recently used ones are removed when space is needed. cache/images/<key>.u8 complete cache/images/<key>.u8.part being
 * written, or left by a killed process and continued
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../../../core/format/bytes';
import { type FreeBytes, freeBytes } from '../../disk/space';

const WHOLE = '.u8';
export const PART = '.part';
/** Our own files: nothing else in the folder is counted or removed. */
const NAME = /^[0-9a-f]{24}\.u8(\.part)?$/;

/** Bytes for all cached images: 64 GB, or `SKIPWIRE_IMAGES_LIMIT` in GB (0: no cache). */
export const cacheLimit = (): number => {
  const said = Number(process.env.SKIPWIRE_IMAGES_LIMIT || 64);
  return (said >= 0 ? said : 64) * 1e9;
};
/** Bytes left free on the disk. */
const LEFT_FREE = 2 * 2 ** 30;

export interface ImageCacheOptions {
  folder: string;
  limit?: number;
  free?: FreeBytes;
}

export class ImageCache {
  private readonly folder: string;
  private readonly limit: number;
  private readonly free: FreeBytes;

  constructor({ folder, limit = cacheLimit(), free = freeBytes }: ImageCacheOptions) {
    this.folder = folder;
    this.limit = limit;
    this.free = free;
  }

  /** @param parts everything that the bytes depend on */
  file(parts: readonly unknown[]): string {
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
    return join(this.folder, key + WHOLE);
  }

  /** Whether the complete file exists. Marks it as just used. */
  async has(file: string, bytes: number): Promise<boolean> {
    const found = await stat(file).catch(() => undefined);
    if (!found) return false;
    if (found.size !== bytes) {
      await rm(file, { force: true });
      return false;
    }
    const now = new Date();
    await utimes(file, now, now);
    return true;
  }

  /**
   * Removes least recently used files until `bytes` more fit.
   * @param kept files not to remove
   * @returns why there is no room; nothing is removed then
   */
  async makeRoom(bytes: number, kept: readonly string[]): Promise<string | undefined> {
    if (bytes > this.limit) return `the cache holds at most ${formatBytes(this.limit)}`;
    await mkdir(this.folder, { recursive: true });
    const files = await this.files();
    const removable = files.filter(({ path }) => !kept.some((one) => path === one || path === one + PART));
    const used = files.reduce((sum, file) => sum + file.bytes, 0);
    const free = await this.free(this.folder);
    const needed = Math.max(bytes + used - this.limit, bytes + LEFT_FREE - free, 0);
    if (removable.reduce((sum, file) => sum + file.bytes, 0) < needed) {
      return `${formatBytes(free)} are free on the disk of ${this.folder}, and ${formatBytes(LEFT_FREE)} stay free`;
    }
    let freed = 0;
    for (const file of removable.sort((a, b) => a.used - b.used)) {
      if (freed >= needed) break;
      await rm(file.path, { force: true });
      freed += file.bytes;
    }
    return undefined;
  }

  /** Includes unfinished files. */
  async size(): Promise<{ files: number; bytes: number }> {
    const files = await this.files();
    return { files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
  }

  private async files(): Promise<{ path: string; bytes: number; used: number }[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    const found = names
      .filter((name) => NAME.test(name))
      .map(async (name) => {
        const path = join(this.folder, name);
        const stats = await stat(path).catch(() => undefined);
        return stats && { path, bytes: stats.size, used: stats.mtimeMs };
      });
    return (await Promise.all(found)).filter((file) => file !== undefined);
  }
}
