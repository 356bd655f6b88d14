/**
 * A folder or an archive (.zip, .tar, .tar.gz, .tar.xz, told apart by their first bytes) as a stream of files.
 * Nothing is ever unpacked: members are handed to the reader as streams, so a name with `..`, an absolute
 * path or a link in a hostile archive leads nowhere.
 */

import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { type ArchiveKind, archiveKind } from '../../archives/kind';
import { isFile, tarMembers } from '../../archives/tar';
import { refuse } from '../../basics/refusal';
import { folderMembers } from './folder-members';
import { type Found, noteOther, notePath } from './found';
import { zipMembers } from './zip-members';

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
  /** In a folder: with so many of them, no deeper one is looked at; absent: all. */
  enough?: number;
  /** How deep below a chosen folder the files are looked for; absent: 3. */
  depth?: number;
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
  /** Paths in it of the first members, wanted or not, to tell what it is instead. */
  paths: string[];
}

/** @throws Refusal when the path does not exist or is neither a folder nor a known kind of archive. */
export async function openContainer(path: string, options: ContainerOptions): Promise<Container> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) refuse('datasets.nothingThere', { path });
  const found: Found = { others: [], paths: [] };
  if (stats.isDirectory()) return { members: folderMembers(path, options, found), ...found };
  if (!stats.isFile()) {
    refuse('datasets.neitherFileNorFolder', { path });
  }
  const kind = await archiveKind(path, ['zip', 'tar', 'gzip', 'xz']);
  const members =
    kind === 'zip' ? zipMembers(path, options, found) : archiveMembers(path, kind, options, found);
  return { members, ...found };
}

async function* archiveMembers(
  path: string,
  kind: ArchiveKind,
  { wanted, maxBytes, signal, xz }: ContainerOptions,
  found: Found,
): AsyncGenerator<Member> {
  for await (const { header, content } of tarMembers(path, kind, { maxBytes, signal, xz })) {
    const name = posix.basename(header.name);
    notePath(found, header.name);
    if (wanted.has(name)) {
      yield { name, kind: isFile(header) ? 'file' : 'other', bytes: header.size ?? 0, content };
    } else if (header.type === 'file') noteOther(found, name);
  }
}
