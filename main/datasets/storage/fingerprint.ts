/** How older versions identified a data set. Still written beside the digest, so that their runs are recognized. */
import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE } from './store';

/** Bytes read at each end of a file. */
const LOOKED_AT = 1024 * 1024;

/**
 * Covers names, sizes and both ends of all files but the manifest and hidden ones.
 * @returns 16 hexadecimal digits
 */
export async function fingerprintOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter(
    (entry) => entry.isFile() && entry.name !== MANIFEST_FILE && !entry.name.startsWith('.'),
  );
  const hash = createHash('sha256');
  for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    await using file = await open(join(folder, name), 'r');
    const { size } = await file.stat();
    hash.update(`${name}\n${size}\n`);
    for (const begin of new Set([0, Math.max(0, size - LOOKED_AT)])) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, begin);
      hash.update(buffer.subarray(0, bytesRead));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
