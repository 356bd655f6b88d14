/** What the store of data sets is made with, takes and answers. */
import type { DatasetInfo } from '../../core/contract/datasets';
import type { FreeBytes } from '../disk/space';
import type { DownloadOptions } from '../download/download';
import type { LabelOptions } from './photos/import/folder-intake';
import type { DatasetSource } from './source';
import type { DatasetManifest } from './store';

export interface DatasetStoreOptions {
  /** Folder of the imported data sets. */
  root: string;
  /** Folder of downloads, partial ones included. */
  cache?: string;
  /** What downloads go through: an address, or `none`; absent: what the environment says (HTTP_PROXY ...). */
  proxy?: string;
  /** Tests bring their own; the proxy is theirs then. */
  fetch?: typeof fetch;
  sources?: readonly DatasetSource[];
  download?: Partial<DownloadOptions>;
  freeBytes?: FreeBytes;
}

/** A person's own pictures: where they are, and what they are to be called. */
export interface OwnImport extends LabelOptions {
  path: string;
  name: string;
  id?: string;
}

/** What an import or a drawing answers with. */
export interface Imported extends DatasetInfo {
  /** These very images were there already, and nothing was changed. */
  unchanged?: true;
}

/** What `ensureReady` answers with: all that a training run needs to know. */
export interface ReadyDataset {
  folder: string;
  manifest: DatasetManifest;
}
