/** The bytes of a .tar, .tar.gz or .tar.xz, up to a limit. */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { message } from '../../core/messages';
import { refuse } from '../basics/refusal';
import { BrokenContainer } from './broken';
import type { ArchiveKind } from './kind';
import { liblzma, unpackedByLiblzma } from './liblzma';

export const CHUNK = 1 << 18;
/** Bytes. An xz stream can ask for a dictionary of gigabytes. */
const XZ_MEMORY = 512 << 20;

export interface UnpackOptions {
  maxBytes: number;
  /** A program that unpacks xz; if given, liblzma is not used. */
  xz?: string;
}

export function unpacked(
  path: string,
  kind: ArchiveKind,
  signal: AbortSignal,
  { maxBytes, xz }: UnpackOptions,
): AsyncIterable<Uint8Array> {
  if (kind === 'xz') {
    // liblzma has no memory limit here, but touches no more of a dictionary than it unpacks.
    const binding = xz === undefined && maxBytes <= XZ_MEMORY ? liblzma() : undefined;
    if (binding) return unpackedByLiblzma(path, binding, signal);
    return unpackedByProgram(path, xz ?? 'xz', signal);
  }
  const file = createReadStream(path, { highWaterMark: CHUNK, signal });
  if (kind === 'tar') return file;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

async function* unpackedByProgram(
  path: string,
  program: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  const args = ['--decompress', '--stdout', `--memlimit-decompress=${XZ_MEMORY}`];
  const child = spawn(program, args, { stdio: [file.fd, 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 1000) complaint += text;
  });
  const ended = new Promise<number | NodeJS.ErrnoException>((resolve) => {
    child.on('error', resolve);
    child.on('close', (code) => resolve(code ?? -1));
  });
  for await (const chunk of child.stdout!) yield chunk as Uint8Array;
  const result = await ended;
  if (result === 0) return;
  if (typeof result === 'number') {
    throw new BrokenContainer(
      complaint.trim().split('\n')[0] || message('archives.xz.exit', { code: result }),
    );
  }
  if (result.code !== 'ENOENT') throw result;
  refuse('archives.needsXz', { path });
}

export function limited(maxBytes: number) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of source) {
      total += chunk.length;
      if (total > maxBytes) {
        throw new BrokenContainer(message('archives.tooLarge', { most: maxBytes }));
      }
      yield chunk;
    }
  };
}
