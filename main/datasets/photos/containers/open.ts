import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { archiveKind } from '../../../archives/kind';
import { refuse } from '../../../basics/refusal';
import { defaultLimits, type Limits, type PhotoCollection } from '../members/collection';
import { FolderCollection } from './folder';
import { NestedCollection } from './nested';
import { TarCollection } from './tar';
import { ZipCollection } from './zip';

export interface OpenOptions {
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  /** Folder for unpacked inner archives; default: the system's temporary folder. */
  scratch?: string;
  /** Ends the listing of a .tar, which has to be read through, at the first path that matches. */
  until?: (path: string) => boolean;
}

/**
 * Opens a folder, or a .zip, .tar, .tar.gz or .tar.xz archive, detected by its first bytes. The caller closes it.
 * @throws Refusal if it is none of these
 */
export async function openPhotos(path: string, options: OpenOptions = {}): Promise<PhotoCollection> {
  const limits = { ...defaultLimits, ...options.limits };
  const stats = await stat(path).catch(() => undefined);
  if (!stats) refuse('datasets.nothingThere', { path });
  const { signal, scratch = tmpdir() } = options;
  const nested = { limits, signal, scratch };
  if (stats.isDirectory())
    return new NestedCollection(new FolderCollection(path, limits, signal), path, nested);
  if (!stats.isFile()) {
    refuse('datasets.neitherFileNorFolder', { path });
  }
  const kind = await archiveKind(path, ['zip', 'tar', 'gzip', 'xz']);
  if (kind === 'zip') return new NestedCollection(new ZipCollection(path, limits, signal), path, nested);
  return new TarCollection(path, kind, limits, signal, options.until);
}
