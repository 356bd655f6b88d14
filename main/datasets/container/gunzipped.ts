/** A gzipped file that lies in a folder or archive. */
import type { Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenContainer } from '../../archives/broken';
import { CHUNK } from '../../archives/unpack';

/**
 * The unpacked bytes; nothing is unpacked that is not read.
 * @param packed is given the bytes as they came, all of them when the last unpacked one has been read.
 * @throws BrokenContainer for bytes that are not gzip's, or are cut off.
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
    // zlib's own errors have a code that begins with Z_; those of the disk, and aborts, are passed on.
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
