/**
 * A folder or an archive (.zip, .tar, .tar.gz, .tar.xz, detected by its first bytes) as a stream of the files with
 * given names. Nothing is unpacked to disk, so hostile paths and links in an archive lead nowhere.
 */
import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { type ArchiveKind, archiveKind } from '../../archives/kind';
import { isFile, tarMembers } from '../../archives/tar';
import { refuse } from '../../basics/refusal';
import { folderMembers } from './folder';
import { type Found, noteOther, notePath } from './found';
import type { ContainerOptions, Member } from './member';
import { zipMembers } from './zip';

export interface Container extends Found {
  members: AsyncIterable<Member>;
}

/** @throws Refusal if there is nothing at the path, or neither a folder nor a supported archive. */
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
