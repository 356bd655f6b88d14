import { join } from 'node:path';
import {
  ALREADY_THERE,
  type Example,
  type ExampleRequest,
  type ExamplesPage,
  type ExamplesRequest,
  type Inspection,
} from '../../core/contract/datasets';
import { message } from '../../core/messages';
import type { DatasetId } from '../../core/study/settings';
import { absolute } from '../basics/absolute-path';
import { cacheRoot } from '../basics/paths';
import { refuse } from '../basics/refusal';
import type { Work } from '../basics/work';
import { type FreeBytes, freeBytes, requireSpace } from '../disk/space';
import { inWords } from '../disk/trouble';
import { type DownloadOptions, defaultDownloadOptions } from '../download/download';
import { fetchThrough } from '../download/proxy';
import { canImport, waysIn } from './describe';
import { downloadSource } from './download-source';
import { ExamplesReader } from './examples/examples';
import { importOwnPhotos, importSource, ownStamp } from './import-source';
import { requireSameOrigin } from './imported-sets';
import { KnownDatasets } from './known-sets';
import { type DatasetWork, OneAtATime } from './one-at-a-time';
import type { LabelOptions } from './photos/import/folder-intake';
import { idFrom } from './photos/import/identity';
import { inspectPhotos } from './photos/import/inspect';
import { PromisedSpace } from './promised-space';
import { publish } from './publish';
import { builtInSources } from './sources';
import { type DatasetSource, type GenerateOptions, requireDrawable } from './sources/source';
import type { ImagesIdentity } from './storage/digest';
import { fingerprintOf } from './storage/fingerprint';
import { keepInUse } from './storage/in-use';
import { LateDigests } from './storage/late-digests';
import { requireUnused } from './storage/replace';
import { discard } from './storage/staging';
import { datasetBytes, manifestOf, readStored } from './storage/store';
import type { DatasetStoreOptions, Imported, OwnImport, ReadyDataset } from './store-options';
import { wholeOf } from './whole-set';

export type { DatasetSource, GenerateOptions } from './sources/source';
export { type DatasetManifest, type SplitName, splitSource } from './storage/store';
export type { DatasetStoreOptions, Imported, OwnImport, ReadyDataset } from './store-options';

export interface DatasetWatcher {
  /** A data set is about to be written or removed. Resolves once its readers have closed its files. */
  changing(id: string): Promise<void>;
  /** Also called if that failed. */
  changed(id: string): void;
}

/** Long calls report progress and can be aborted. A failed or aborted call changes nothing. */
export class DatasetStore extends KnownDatasets {
  watcher: DatasetWatcher | undefined;
  readonly #cache: string;
  readonly #download: DownloadOptions;
  /** Created for each download, so that a bad proxy makes only that fail. */
  readonly #fetch: (proxy: string | undefined) => typeof fetch;
  readonly #freeBytes: FreeBytes;
  readonly #space: PromisedSpace;
  readonly #examples = new ExamplesReader();
  readonly #digests = new LateDigests();
  readonly #work = new OneAtATime();

  constructor(options: DatasetStoreOptions) {
    super(options.root, options.sources ?? builtInSources);
    this.#cache = options.cache ?? join(cacheRoot(), 'downloads');
    this.#download = { ...defaultDownloadOptions, ...options.download };
    const own = options.fetch ?? options.download?.fetch;
    this.#fetch = (proxy) => own ?? fetchThrough(proxy ?? options.proxy);
    this.#freeBytes = options.freeBytes ?? freeBytes;
    this.#space = new PromisedSpace(this.#freeBytes);
  }

  /** Equal for equal images. Reads all images of a data set that an older version imported. @throws as `manifest` */
  async identity(id: string, { signal, onProgress }: Work = {}): Promise<ImagesIdentity> {
    const manifest = await this.manifest(id);
    const folder = this.folder(id);
    const onFraction = (fraction: number) =>
      onProgress?.({ phase: message('datasets.phase.identifying', { name: manifest.name }), fraction });
    const digest = manifest.digest ?? (await this.#digests.of(folder, manifest, { signal, onFraction }));
    return { digest, fingerprint: await fingerprintOf(folder) };
  }

  /** Until the returned function is called, the images cannot be replaced. */
  use(id: string, by: readonly string[]): Promise<() => Promise<void>> {
    return keepInUse(this.root, id, by);
  }

  /**
   * From an archive or folder, recognized by its contents.
   * @throws Refusal naming the file, what was expected and what was found
   */
  async importFrom(id: string, path: string, work: Work = {}): Promise<Imported> {
    const source = await this.source(id);
    if (!canImport(source)) {
      refuse('datasets.noImport', { name: source.name, path, ways: waysIn(source) });
    }
    return this.#imported(source, 'imported', work, () => this.#import(source, absolute(path), work));
  }

  /** Resumes an interrupted download. @param work.proxy see DatasetStoreOptions */
  async download(id: string, work: Work & { proxy?: string } = {}): Promise<Imported> {
    const source = await this.source(id);
    const files = source.download;
    if (!files) refuse('datasets.noDownload', { name: source.name, ways: waysIn(source) });
    const download = { ...this.#download, fetch: this.#fetch(work.proxy) };
    const options = { root: this.root, cache: join(this.#cache, id), space: this.#space, download };
    return this.#imported(source, 'downloaded', work, () =>
      downloadSource(source, files, work, {
        ...options,
        importFrom: (path, origin) => this.#import(source, path, work, origin),
      }),
    );
  }

  /** The same options always draw the same bytes. */
  async generate(options: GenerateOptions & { id?: DatasetId }, work: Work = {}): Promise<Imported> {
    const id = options.id ?? 'shapes';
    const source = await this.source(id);
    const { generate } = source;
    if (!generate) refuse('datasets.noGenerate', { name: source.name, ways: waysIn(source) });
    const { trainCount, valCount, seed } = options;
    requireDrawable(options);
    return this.#imported(source, 'generated', work, async () => {
      const bytes = datasetBytes(source.imageShape, { train: trainCount, val: valCount });
      await requireSpace(this.root, bytes, source.name, this.#freeBytes);
      return publish(this.root, source, (open) => generate({ trainCount, valCount, seed }, open, work), work);
    });
  }

  /**
   * How a folder or archive would be imported.
   * @throws Refusal if it cannot be
   */
  async inspect(path: string, options: Pick<Work, 'signal'> & LabelOptions = {}): Promise<Inspection> {
    try {
      return await inspectPhotos(await wholeOf(absolute(path)), (id) => this.isTaken(id), {
        ...options,
        scratch: this.root,
      });
    } catch (error) {
      throw inWords(error, { what: message('datasets.what.read'), where: path });
    }
  }

  /**
   * Imports a person's own pictures from a folder or archive.
   * @throws Refusal naming what was expected and found; nothing is left behind
   */
  async importOwn(own: OwnImport, work: Work = {}): Promise<Imported> {
    const path = absolute(own.path);
    const id = own.id ?? idFrom(own.name, (candidate) => this.isTaken(candidate));
    this.folder(id);
    if (this.sources.has(id)) {
      refuse('datasets.idTaken', { id, name: this.sources.get(id)!.name });
    }
    const set = { ...own, id, namesakes: await this.namesakes(id, own.name), path };
    return this.#imported(set, 'imported', work, () =>
      importOwnPhotos(this.root, set, work, this.#freeBytes),
    );
  }

  /** Does nothing if the data set is not on this machine. */
  async remove(id: string): Promise<void> {
    const known = await this.known(id);
    await this.#alone(known, 'removed', async () => {
      await requireUnused(this.root, known, message('datasets.cannotRemove'));
      await discard(this.root, id);
    });
  }

  /** @throws Refusal as `manifest` */
  async examples(request: ExamplesRequest): Promise<ExamplesPage> {
    return this.#examples.page(this.folder(request.id), await this.manifest(request.id), request);
  }

  /** @throws Refusal as `manifest`, and for a position beyond the split */
  async example(request: ExampleRequest): Promise<Example> {
    return this.#examples.one(this.folder(request.id), await this.manifest(request.id), request);
  }

  /**
   * Makes a data set ready for training: imports `dataPath` unless that was done before and it has not changed,
   * otherwise generates or downloads missing images. `dataPath` with an unknown id becomes a person's own data set.
   * @throws Refusal for a person's own data set that was imported from another path
   */
  async ensureReady(
    id: string,
    options: Work & LabelOptions & { dataPath?: string } = {},
  ): Promise<ReadyDataset> {
    const { dataPath, labels, mergeClasses, ...work } = options;
    const choice = { labels, mergeClasses };
    const source = this.sources.get(id);
    if (!source && dataPath === undefined) await this.known(id);
    await this.#work.settled(id);
    const stored = await readStored(this.folder(id));
    if (dataPath !== undefined) {
      const path = absolute(dataPath);
      if (!source) requireSameOrigin(id, stored, path);
      if (source && (labels || mergeClasses)) {
        refuse('datasets.ownLabels', { name: source.name, id });
      }
      const stamp = await ownStamp(path, choice);
      const known = stored.state === 'ready' && stamp !== undefined && stored.manifest.originStamp === stamp;
      if (!known && source) await this.importFrom(id, path, work);
      else if (!known)
        await this.importOwn({ id, name: manifestOf(stored)?.name ?? id, path, ...choice }, work);
    } else if (stored.state !== 'ready') {
      if (source?.generateDefaults) await this.generate({ id, ...source.generateDefaults }, work);
      else if (source?.download) await this.download(id, work);
    }
    return { folder: this.folder(id), manifest: await this.manifest(id) };
  }

  async #imported(
    set: { id: string; name: string },
    what: DatasetWork,
    { onProgress }: Work,
    make: () => Promise<string | undefined>,
  ): Promise<Imported> {
    let same: string | undefined;
    await this.#alone(set, what, async () => {
      same = await make();
    });
    if (same !== undefined) onProgress?.({ phase: ALREADY_THERE, fraction: 1 });
    return { ...(await this.info(same ?? set.id)), ...(same === undefined ? {} : { unchanged: true }) };
  }

  #import(source: DatasetSource, path: string, work: Work, origin?: string): Promise<string | undefined> {
    return importSource(this.root, source, path, work, { origin, freeBytes: this.#freeBytes });
  }

  async #alone(
    set: { id: string; name: string },
    what: DatasetWork,
    work: () => Promise<void>,
  ): Promise<void> {
    await this.#work.run(set, what, async () => {
      await this.swept();
      await this.watcher?.changing(set.id);
      try {
        await work();
      } catch (error) {
        const doing = {
          what: message('datasets.what.work', { name: set.name, work: what }),
          where: this.root,
          next: 'disk.next.tryAgain',
        } as const;
        throw inWords(error, doing);
      } finally {
        this.watcher?.changed(set.id);
      }
    });
  }
}
