/** A data set from its home: room first, then its files, then as an import of them. */
import { rm } from 'node:fs/promises';
import { message } from '../../core/messages';
import type { Work } from '../basics/work';
import { requireSpace } from '../disk/space';
import { type DownloadOptions, downloadAll, downloadedBytes } from '../download/download';
import type { RemoteFile } from '../download/remote-file';
import { storedBytes } from './describe';
import type { PromisedSpace } from './promised-space';
import type { DatasetSource } from './source';

export interface DownloadSourceOptions {
  /** Folder of the imported data sets. */
  root: string;
  /** For this data set alone; kept when the download fails or is stopped, so that it can go on. */
  cache: string;
  space: PromisedSpace;
  download: DownloadOptions;
  /** Answers as `downloadSource` does. */
  importFrom(path: string, origin: string): Promise<string | undefined>;
}

/**
 * @returns the id under which the same images are there already; undefined where these are there now.
 * @throws Refusal when there is no room, no server that delivers, or something else than expected.
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
