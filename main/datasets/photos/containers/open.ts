/** Opens whatever pictures come in. */

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
  /** Folder for archives that lie in an archive, unpacked; absent: the system's for temporary files. */
  scratch?: string;
  /** The listing of a .tar, which must be read through for it, ends with the first path of which this is true. */
  until?: (path: string) => boolean;
}

/**
 * A folder, or a .zip, .tar, .tar.gz or .tar.xz archive, told apart by its first bytes. To be closed.
 * @throws Refusal when the path does not exist or is neither.
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
