import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Message, message } from '../../core/messages';
import type { RemoteFile } from './remote-file';

/** @returns what is wrong with the file, if anything */
export async function complaintAbout(
  path: string,
  { md5, sha256, bytes }: RemoteFile,
  signal: AbortSignal | undefined,
): Promise<Message | undefined> {
  const { size } = await stat(path);
  if (md5 === undefined && sha256 === undefined) {
    if (size === bytes) return undefined;
    return message('datasets.download.wrongBytes', { expected: bytes, found: size });
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
      return message('datasets.download.wrongSum', {
        algorithm: words,
        expected: expected!,
        found,
        count: size,
      });
    }
  }
  return undefined;
}
