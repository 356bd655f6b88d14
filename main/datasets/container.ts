/**
 * A folder or an archive (.tar, .tar.gz, .tar.xz, told apart by their first bytes) as a stream of files.
 * Nothing is ever unpacked: members are handed to the reader as streams, so a name with `..`, an absolute
 * path or a link in a hostile archive leads nowhere.
 */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { types } from 'node:util';
import { createGunzip } from 'node:zlib';
import { type ExtractEvents, extract } from 'tar-stream';
import { Refusal } from '../refusal';
import { grouped } from './words';

const CHUNK = 1 << 18;
/** How deep below a chosen folder the files are looked for. */
const FOLDER_DEPTH = 3;
const FOLDER_LIMIT = 50_000;
/** An xz stream may ask for gigabytes of dictionary. */
const XZ_MEMORY = '512MiB';

/** As tar-stream hands it out. */
type Entry = ExtractEvents['entry'][1];

export interface Member {
  /** Last part of its path. */
  name: string;
  kind: 'file' | 'other';
  bytes: number;
  content(): AsyncIterable<Uint8Array>;
}

export interface ContainerOptions {
  /** Only members with these names are handed out. */
  wanted: ReadonlySet<string>;
  /** Unpacked bytes beyond which an archive is refused. */
  maxBytes: number;
  signal?: AbortSignal;
  /** The program that unpacks xz. */
  xz?: string;
}

export interface Container {
  members: AsyncIterable<Member>;
  /** Names of files met so far that nobody asked for (a few of them), to tell what was found instead. */
  others: string[];
}

/** The container cannot be read to its end; the message says why, in few words. */
export class BrokenContainer extends Error {}

/** @throws Refusal when the path does not exist or is neither a folder nor a known kind of archive. */
export async function openContainer(path: string, options: ContainerOptions): Promise<Container> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) throw new Refusal(`There is no file or folder at this path. Received: ${path}`);
  const others: string[] = [];
  if (stats.isDirectory()) return { members: folderMembers(path, options, others), others };
  if (!stats.isFile()) {
    throw new Refusal(`An import reads a folder or an archive. Received: ${path}, which is neither`);
  }
  const kind = await archiveKind(path);
  return { members: archiveMembers(path, kind, options, others), others };
}

type ArchiveKind = 'tar' | 'gzip' | 'xz';

async function archiveKind(path: string): Promise<ArchiveKind> {
  const head = Buffer.alloc(512);
  const file = await open(path, 'r').catch((error: Error) => {
    throw new Refusal(`The file cannot be read: ${error.message}`);
  });
  let length: number;
  try {
    length = (await file.read(head, 0, 512, 0)).bytesRead;
  } finally {
    await file.close();
  }
  const start = head.subarray(0, length);
  if (start.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'gzip';
  if (start.subarray(0, 6).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]))) return 'xz';
  if (start.subarray(257, 262).toString('latin1') === 'ustar') return 'tar';
  throw new Refusal(
    `The file must be a .tar, .tar.gz or .tar.xz archive. Received: ${path}, ${
      length === 0 ? 'which is empty' : `which begins with ${describeStart(start)}`
    }`,
  );
}

function describeStart(start: Buffer): string {
  const few = start.subarray(0, 16);
  const text = few.toString('latin1');
  return /^[\x20-\x7e\s]+$/.test(text)
    ? JSON.stringify(text)
    : `the bytes ${few.subarray(0, 8).toString('hex')}`;
}

/** The shallowest folder that has the most of the wanted files, so that two copies are never mixed. */
async function* folderMembers(
  root: string,
  { wanted, signal }: ContainerOptions,
  others: string[],
): AsyncGenerator<Member> {
  let level = [root];
  let best: { folder: string; names: string[] } = { folder: root, names: [] };
  let seen = 0;
  for (let depth = 0; depth <= FOLDER_DEPTH && best.names.length < wanted.size; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      signal?.throwIfAborted();
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      seen += entries.length;
      const names: string[] = [];
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (wanted.has(entry.name)) names.push(entry.name);
        else if (entry.isDirectory() && !entry.name.startsWith('.')) next.push(join(folder, entry.name));
        else note(others, entry.name);
      }
      if (names.length > best.names.length) best = { folder, names };
      if (seen > FOLDER_LIMIT) break;
    }
    if (seen > FOLDER_LIMIT) break;
    level = next;
  }
  for (const name of best.names) {
    const file = join(best.folder, name);
    const stats = await stat(file).catch(() => undefined);
    yield {
      name,
      kind: stats?.isFile() ? 'file' : 'other',
      bytes: stats?.size ?? 0,
      content: () => createReadStream(file, { highWaterMark: CHUNK, signal }),
    };
  }
}

async function* archiveMembers(
  path: string,
  kind: ArchiveKind,
  options: ContainerOptions,
  others: string[],
): AsyncGenerator<Member> {
  const stopper = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stopper.signal]) : stopper.signal;
  const tar = extract();
  // Settles with the first error of any part; that error also destroys `tar`, and so ends the loop below.
  const outcome = pipeline(unpacked(path, kind, options.xz, signal), limited(options.maxBytes), tar, {
    signal,
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const fail = async (error: unknown): Promise<never> => {
    tar.destroy();
    const cause = await outcome;
    options.signal?.throwIfAborted();
    throw asFailure(cause ?? error);
  };
  try {
    const entries = tar[Symbol.asyncIterator]();
    for (;;) {
      const next = await entries.next().catch(fail);
      if (next.done) break;
      const entry: Entry = next.value;
      const name = posix.basename(entry.header.name);
      if (options.wanted.has(name)) yield { name, ...describe(entry), content: () => contentOf(entry, fail) };
      else if (entry.header.type === 'file') note(others, name);
      entry.resume();
    }
    const error = await outcome;
    if (error) await fail(error);
  } finally {
    stopper.abort();
    tar.destroy();
    await outcome;
  }
}

function describe(entry: Entry): { kind: Member['kind']; bytes: number } {
  const { type, size } = entry.header;
  return { kind: type === 'file' || type === 'contiguous-file' ? 'file' : 'other', bytes: size ?? 0 };
}

async function* contentOf(
  entry: Entry,
  fail: (error: unknown) => Promise<never>,
): AsyncGenerator<Uint8Array> {
  const chunks = entry[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch(fail);
    if (next.done) return;
    yield next.value as Uint8Array;
  }
}

function unpacked(
  path: string,
  kind: ArchiveKind,
  xz: string | undefined,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  if (kind === 'xz') return unpackedByProgram(path, xz ?? 'xz', signal);
  const file = createReadStream(path, { highWaterMark: CHUNK, signal });
  if (kind === 'tar') return file;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

/** Node has no xz: the program of that name is asked. */
async function* unpackedByProgram(
  path: string,
  program: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
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
      throw new BrokenContainer(complaint.trim().split('\n')[0] || `xz ended with code ${result}`);
    }
    if (result.code !== 'ENOENT') throw result;
    throw new Refusal(
      `A .tar.xz archive needs the program "xz", which is not on this machine: install xz-utils, or give ` +
        `the .tar.gz archive or the unpacked folder instead. Received: ${path}`,
    );
  } finally {
    await file.close();
  }
}

/** Stops an archive that unpacks to far more than the data set, whatever it says of itself. */
function limited(maxBytes: number) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of source) {
      total += chunk.length;
      if (total > maxBytes) {
        throw new BrokenContainer(`it unpacks to more than ${grouped(maxBytes)} bytes`);
      }
      yield chunk;
    }
  };
}

/** What the operating system reports is passed on; anything else means that the archive is damaged. */
function asFailure(error: unknown): Error {
  if (error instanceof Refusal || error instanceof BrokenContainer) return error;
  if (!types.isNativeError(error)) return new BrokenContainer(String(error));
  return 'syscall' in error ? error : new BrokenContainer(error.message);
}

function note(others: string[], name: string): void {
  if (others.length < 8 && !others.includes(name)) others.push(name);
}
