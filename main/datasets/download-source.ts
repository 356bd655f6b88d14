/** Downloads a data set, then imports it. */
import { rm } from 'node:fs/promises';
import { message } from '../../core/messages';
import type { Work } from '../basics/work';
import { requireSpace } from '../disk/space';
import { type DownloadOptions, downloadAll, downloadedBytes } from '../download/download';
import type { RemoteFile } from '../download/remote-file';
import { storedBytes } from './describe';
import type { PromisedSpace } from './promised-space';
import type { DatasetSource } from './sources/source';

export interface DownloadSourceOptions {
  root: string;
  /** Folder of this download; kept on failure, so that the download can be resumed. */
  cache: string;
  space: PromisedSpace;
  download: DownloadOptions;
  importFrom(path: string, origin: string): Promise<string | undefined>;
}

/**
 * @returns the id of a data set with the same images, if there is one
 * @throws Refusal if there is not enough space, or no server delivers what is expected
 */
export async function downloadSource(
  source: DatasetSource,
  files: readonly RemoteFile[],
  work: Work,
  { root, cache, space, download, importFrom }: DownloadSourceOptions,
): Promise<string | undefined> {
  const all = files.reduce((sum, file) => sum + file.bytes, 0);
  const toFetch = async () => Math.max(0, all - (await downloadedBytes(files, cache)));
  const rest = async () => (await toFetch()) + storedBytes(source);
  let same: string | undefined;
  const { name } = source;
  await space.keep(source.id, rest, async (free) => {
    await requireSpace(cache, await toFetch(), message('datasets.space.download', { name }), free);
    await requireSpace(root, await rest(), message('datasets.space.unpacked', { name }), free);
    const paths = await downloadAll(files, cache, work, download);
    same = await importFrom(paths.length === 1 ? paths[0]! : cache, files[0]!.urls[0]!);
    await rm(cache, { recursive: true, force: true });
  });
  return same;
}
