import type { Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenContainer } from '../../archives/broken';
import { CHUNK } from '../../archives/unpack';

/**
 * Unpacks a gzipped file as it is read.
 * @param packed hashes the packed bytes; complete once the last unpacked byte has been read
 * @throws BrokenContainer for damaged or truncated data
 */
export async function* gunzipped(
  source: AsyncIterable<Uint8Array>,
  packed: Hash,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const input = Readable.from(hashed(source, packed));
  input.on('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    // zlib's own errors have codes that begin with Z_; others are the disk's, or aborts.
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) throw new BrokenContainer((error as Error).message);
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
