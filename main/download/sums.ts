/** Published sums of a downloaded file. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { formatCount } from '../../core/format/number';
import { plural } from '../../core/format/plural';
import type { RemoteFile } from './remote-file';

/** @returns what is wrong with the file, as the rest of a sentence ("must have ..."), or undefined. */
export async function complaintAbout(
  path: string,
  { md5, sha256, bytes }: RemoteFile,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { size } = await stat(path);
  if (md5 === undefined && sha256 === undefined) {
    if (size === bytes) return undefined;
    return `must have ${formatCount(bytes)} bytes. Received: ${plural(size, 'byte')}`;
  }
  const sums = [
    { words: 'MD5', expected: md5, hash: createHash('md5') },
    { words: 'SHA-256', expected: sha256, hash: createHash('sha256') },
  ].filter(({ expected }) => expected !== undefined);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
    for (const { hash } of sums) hash.update(chunk);
  }
  for (const { words, expected, hash } of sums) {
    const found = hash.digest('hex');
    if (found !== expected) {
      return `must have the ${words} sum ${expected}. Received: ${found} (${plural(size, 'byte')})`;
    }
  }
  return undefined;
}
