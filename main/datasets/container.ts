/**
 * A folder or an archive (.tar, .tar.gz, .tar.xz, told apart by their first bytes) as a stream of files.
 * Nothing is ever unpacked: members are handed to the reader as streams, so a name with `..`, an absolute
 * path or a link in a hostile archive leads nowhere.
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Refusal } from '../refusal';
import { type ArchiveKind, archiveKind } from './archives/kind';
import { isFile, tarMembers } from './archives/tar';
import { CHUNK } from './archives/unpack';

/** How deep below a chosen folder the files are looked for. */
const FOLDER_DEPTH = 3;
const FOLDER_LIMIT = 50_000;

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
  { wanted, maxBytes, signal, xz }: ContainerOptions,
  others: string[],
): AsyncGenerator<Member> {
  for await (const { header, content } of tarMembers(path, kind, { maxBytes, signal, xz })) {
    const name = posix.basename(header.name);
    if (wanted.has(name)) {
      yield { name, kind: isFile(header) ? 'file' : 'other', bytes: header.size ?? 0, content };
    } else if (header.type === 'file') note(others, name);
  }
}

function note(others: string[], name: string): void {
  if (others.length < 8 && !others.includes(name)) others.push(name);
}
