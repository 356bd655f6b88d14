/** The data sets of this machine: what is here, how it gets here, and a look at it. */
import { rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DatasetInfo, ExamplesPage, ExamplesRequest } from '../../core/contract/datasets';
import type { DatasetId } from '../../core/study/settings';
import { cacheRoot } from '../paths';
import { Refusal } from '../refusal';
import { type FreeBytes, freeBytes, requireSpace } from './disk-space';
import { type DownloadOptions, defaultDownloadOptions, download, downloadedBytes } from './download';
import { ExamplesReader } from './examples';
import { fingerprintOf } from './fingerprint';
import { publish } from './publish';
import type { DatasetSource, GenerateOptions, Work } from './source';
import { builtInSources } from './sources';
import { discard, sweep } from './staging';
import { type DatasetManifest, datasetBytes, readStored } from './store';

export type { DatasetSource, GenerateOptions, Work } from './source';
export { type DatasetManifest, type SplitName, splitSource } from './store';

export interface DatasetStoreOptions {
  /** Folder of the imported data sets. */
  root: string;
  /** Folder of downloads, partial ones included. */
  cache?: string;
  /** Tests bring their own. */
  fetch?: typeof fetch;
  sources?: readonly DatasetSource[];
  download?: Partial<DownloadOptions>;
  freeBytes?: FreeBytes;
}

/** What `ensureReady` answers with: all that a training run needs to know. */
export interface ReadyDataset {
  folder: string;
  manifest: DatasetManifest;
}

/**
 * Every long call reports its progress and can be stopped; a stopped one rejects with the signal's reason.
 * A failure leaves what was there before. What a person can mend is thrown as a Refusal.
 */
export class DatasetStore {
  readonly root: string;
  readonly #cache: string;
  readonly #sources: ReadonlyMap<string, DatasetSource>;
  readonly #download: DownloadOptions;
  readonly #freeBytes: FreeBytes;
  readonly #examples = new ExamplesReader();
  /** What is under way, by data set. */
  readonly #working = new Map<string, { what: string; done: Promise<unknown> }>();
  #swept: Promise<void> | undefined;

  constructor(options: DatasetStoreOptions) {
    this.root = options.root;
    this.#cache = options.cache ?? join(cacheRoot(), 'downloads');
    this.#sources = new Map((options.sources ?? builtInSources).map((source) => [source.id, source]));
    this.#download = {
      ...defaultDownloadOptions,
      ...(options.fetch ? { fetch: options.fetch } : {}),
      ...options.download,
    };
    this.#freeBytes = options.freeBytes ?? freeBytes;
  }

  /** Every known data set, here or not. */
  async list(): Promise<DatasetInfo[]> {
    return Promise.all([...this.#sources.values()].map((source) => this.#info(source)));
  }

  /** @throws Refusal for an unknown id. */
  async info(id: string): Promise<DatasetInfo> {
    return this.#info(this.#source(id));
  }

  /** Where the data set stands, or will. */
  folder(id: string): string {
    return join(this.root, this.#source(id).id);
  }

  /** @throws Refusal when the data set is not on this machine, or not whole. */
  async manifest(id: string): Promise<DatasetManifest> {
    const source = this.#source(id);
    await this.#sweepOnce();
    const stored = await readStored(this.folder(id));
    if (stored.state === 'ready') return stored.manifest;
    const trouble =
      stored.state === 'damaged' ? `is damaged (${stored.reason})` : 'is not on this machine yet';
    throw new Refusal(`${source.name} ${trouble}: ${waysIn(source)}.`);
  }

  /** Equal for the same images, however often they were imported. The data set must be here. */
  fingerprint(id: string): Promise<string> {
    return fingerprintOf(this.folder(id));
  }

  /**
   * From an archive or folder on this machine, judged by its contents.
   * @throws Refusal naming the file, what was expected and what was found.
   */
  async importFrom(id: string, path: string, work: Work = {}): Promise<DatasetInfo> {
    const source = this.#source(id);
    if (!source.importFrom) {
      throw new Refusal(`${source.name} is not imported: ${waysIn(source)}. Received: ${path}`);
    }
    await this.#alone(source, 'imported', () => this.#import(source, absolute(path), work));
    return this.#info(source);
  }

  /** From the data set's home page; an interrupted download is resumed, now or by a later call. */
  async download(id: string, work: Work = {}): Promise<DatasetInfo> {
    const source = this.#source(id);
    const remote = source.download;
    if (!remote) throw new Refusal(`${source.name} is not downloaded: ${waysIn(source)}.`);
    await this.#alone(source, 'downloaded', async () => {
      const rest = Math.max(0, remote.bytes - (await downloadedBytes(remote, this.#cache)));
      await requireSpace(this.#cache, rest, `The download of ${source.name}`, this.#freeBytes);
      const unpacked = datasetBytes(source.imageShape, source.expected);
      await requireSpace(this.root, rest + unpacked, `${source.name}, unpacked,`, this.#freeBytes);
      const archive = await download(remote, this.#cache, work, this.#download);
      await this.#import(source, archive, work, remote.url);
      await rm(archive, { force: true });
    });
    return this.#info(source);
  }

  /** Draws a procedural set; the same options draw the same bytes. */
  async generate(options: GenerateOptions & { id?: DatasetId }, work: Work = {}): Promise<DatasetInfo> {
    const source = this.#source(options.id ?? 'shapes');
    const { generate } = source;
    if (!generate) throw new Refusal(`${source.name} is not drawn: ${waysIn(source)}.`);
    const { trainCount, valCount, seed } = options;
    for (const [name, value, least] of [
      ['trainCount', trainCount, 1],
      ['valCount', valCount, 1],
      ['seed', seed, 0],
    ] as const) {
      if (!Number.isSafeInteger(value) || value < least) {
        throw new Refusal(`${name} must be a whole number from ${least} on. Received: ${value}`);
      }
    }
    await this.#alone(source, 'drawn', async () => {
      const bytes = datasetBytes(source.imageShape, { train: trainCount, val: valCount });
      await requireSpace(this.root, bytes, source.name, this.#freeBytes);
      await publish(this.root, source, (open) => generate({ trainCount, valCount, seed }, open, work));
    });
    return this.#info(source);
  }

  /** Removes the images of a data set from this machine; nothing happens when they are not there. */
  async remove(id: string): Promise<void> {
    const source = this.#source(id);
    await this.#alone(source, 'removed', () => discard(this.root, source.id));
  }

  /** A page of examples, all or of one class; reads only their bytes. @throws Refusal as `manifest`. */
  async examples(request: ExamplesRequest): Promise<ExamplesPage> {
    return this.#examples.page(this.folder(request.id), await this.manifest(request.id), request);
  }

  /**
   * For a command that wants to train now: imports `dataPath` where given, draws or downloads what is
   * missing. A path that was imported before and has not changed since is not imported again.
   */
  async ensureReady(id: string, options: Work & { dataPath?: string } = {}): Promise<ReadyDataset> {
    const { dataPath, ...work } = options;
    const source = this.#source(id);
    await this.#working.get(id)?.done.catch(() => {});
    const stored = await readStored(this.folder(id));
    if (dataPath !== undefined) {
      const path = absolute(dataPath);
      const stamp = await stampOf(path);
      const known = stored.state === 'ready' && stamp !== undefined && stored.manifest.originStamp === stamp;
      if (!known) await this.importFrom(id, path, work);
    } else if (stored.state !== 'ready') {
      if (source.generateDefaults) await this.generate({ id: source.id, ...source.generateDefaults }, work);
      else if (source.download) await this.download(id, work);
    }
    return { folder: this.folder(id), manifest: await this.manifest(id) };
  }

  async #import(source: DatasetSource, path: string, work: Work, origin?: string): Promise<void> {
    const bytes = datasetBytes(source.imageShape, source.expected);
    await requireSpace(this.root, bytes, source.name, this.#freeBytes);
    const stamp = await stampOf(path);
    await publish(
      this.root,
      source,
      async (open) => {
        const found = await source.importFrom!(path, open, work);
        work.onProgress?.({ phase: 'writing to disk', detail: source.name });
        return origin ?? found;
      },
      stamp,
    );
  }

  #source(id: string): DatasetSource {
    const source = this.#sources.get(id);
    if (source) return source;
    throw new Refusal(`A data set is one of ${[...this.#sources.keys()].join(', ')}. Received: ${id}`);
  }

  /** One piece of work at a time on a data set, after what killed processes left is cleared. */
  async #alone(source: DatasetSource, what: string, work: () => Promise<void>): Promise<void> {
    const other = this.#working.get(source.id);
    if (other) throw new Refusal(`${source.name} is being ${other.what} just now: wait for it or cancel it.`);
    const done = this.#sweepOnce().then(work);
    this.#working.set(source.id, { what, done });
    try {
      await done;
    } finally {
      this.#working.delete(source.id);
    }
  }

  #sweepOnce(): Promise<void> {
    this.#swept ??= sweep(this.root);
    return this.#swept;
  }

  async #info(source: DatasetSource): Promise<DatasetInfo> {
    await this.#sweepOnce();
    const stored = await readStored(this.folder(source.id));
    const manifest = stored.state === 'ready' ? stored.manifest : undefined;
    const counts = manifest
      ? { train: manifest.train.count, val: manifest.val.count }
      : { train: source.expected.train, val: source.expected.val };
    return {
      id: source.id,
      name: source.name,
      description: source.description,
      kind: source.kind,
      state: manifest ? 'ready' : 'absent',
      classes: [...(manifest?.classes ?? source.classes)],
      imageShape: [...(manifest?.imageShape ?? source.imageShape)],
      sizes: manifest?.storage === 'files' ? 'varied' : 'equal',
      trainCount: counts.train,
      valCount: counts.val,
      valRole: manifest?.valRole ?? source.valRole ?? 'validation',
      testCount: manifest?.test?.count ?? 0,
      trainPerClass: manifest?.train.perClass ?? [],
      valPerClass: manifest?.val.perClass ?? [],
      testPerClass: manifest?.test?.perClass ?? [],
      dropped: manifest?.dropped ?? 0,
      odd: manifest?.odd ?? 0,
      splitDescription: manifest?.splitDescription ?? source.describeSplits(counts),
      bytes: datasetBytes(manifest?.imageShape ?? source.imageShape, counts),
      homepage: source.homepage,
      licence: source.licence,
      downloadBytes: source.download?.bytes,
      citation: source.citation,
      sources: [
        ...(source.download ? (['download'] as const) : []),
        ...(source.importFrom ? (['import'] as const) : []),
        ...(source.generate ? (['generate'] as const) : []),
      ],
    };
  }
}

function waysIn(source: DatasetSource): string {
  const ways: string[] = [];
  if (source.download) ways.push(`download it from ${new URL(source.download.url).host}`);
  if (source.importFrom) ways.push('import it from an archive or folder');
  if (source.generate) ways.push('draw it from a seed');
  return ways.join(' or ');
}

/** People type `~/Downloads/...` into the window, where no shell expands it. */
function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}

/** Tells whether a file is still the one that was imported; folders are always read again. */
async function stampOf(path: string): Promise<string | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ? `${path} ${stats.size} ${stats.mtimeMs}` : undefined;
}
