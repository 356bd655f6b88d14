import type { DatasetInfo } from '../../core/contract/datasets';
import type { FreeBytes } from '../disk/space';
import type { DownloadOptions } from '../download/download';
import type { LabelOptions } from './photos/import/folder-intake';
import type { DatasetSource } from './sources/source';
import type { DatasetManifest } from './storage/store';

export interface DatasetStoreOptions {
  root: string;
  /** Folder of downloads, including partial ones. */
  cache?: string;
  /** An address, or `none`; default: HTTP_PROXY and the like. */
  proxy?: string;
  /** For tests; used instead of a proxy. */
  fetch?: typeof fetch;
  sources?: readonly DatasetSource[];
  download?: Partial<DownloadOptions>;
  freeBytes?: FreeBytes;
}

export interface OwnImport extends LabelOptions {
  path: string;
  name: string;
  id?: string;
}

export interface Imported extends DatasetInfo {
  /** The same images were there already; nothing changed. */
  unchanged?: true;
}

export interface ReadyDataset {
  folder: string;
  manifest: DatasetManifest;
}
