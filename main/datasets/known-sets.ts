/** The data sets that there are: those of the catalogue, and a person's own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetInfo } from '../../core/contract/datasets';
import { listOf, message } from '../../core/messages';
import { catalogueNames, datasetIdSchema } from '../../core/study/data';
import { Refusal, refuse } from '../basics/refusal';
import { describe, type KnownDataset, waysIn } from './describe';
import { ownDataset, ownDatasets } from './imported-sets';
import { loadSoon } from './photos/formats/sharp';
import { commonSize } from './photos/stored/common-size';
import type { DatasetSource } from './sources/source';
import { sweep } from './storage/staging';
import { type DatasetManifest, readStored, type Stored } from './storage/store';

export class KnownDatasets {
  protected readonly sources: ReadonlyMap<string, DatasetSource>;
  #swept: Promise<void> | undefined;

  constructor(
    readonly root: string,
    sources: readonly DatasetSource[],
  ) {
    this.sources = new Map(sources.map((source) => [source.id, source]));
  }

  /** The catalogue, then a person's own data sets by name. */
  async list(): Promise<DatasetInfo[]> {
    await this.swept();
    const known = await Promise.all([...this.sources.values()].map((source) => this.#infoOf(source)));
    const own = await ownDatasets(this.root, (id) => this.sources.has(id));
    const described = await Promise.all(own.map(({ stored, ...set }) => this.#describe(set, stored)));
    const all = [...known, ...described.filter((info) => info !== undefined)];
    if (all.some(({ state, sizes }) => state === 'ready' && sizes === 'varied')) loadSoon();
    return all;
  }

  async info(id: string): Promise<DatasetInfo> {
    return this.#infoOf(await this.known(id));
  }

  async has(id: string): Promise<boolean> {
    await this.swept();
    return this.sources.has(id) || (await ownDataset(this.root, id)) !== undefined;
  }

  /** The data set's folder, which may not exist yet. @throws Refusal for an invalid id. */
  folder(id: string): string {
    if (!datasetIdSchema.safeParse(id).success) {
      refuse('datasets.badId', { id: JSON.stringify(id) });
    }
    return join(this.root, id);
  }

  /** @throws Refusal if the data set is not on this machine, or damaged. */
  async manifest(id: string): Promise<DatasetManifest> {
    const { name, source } = await this.known(id);
    const stored = await readStored(this.folder(id));
    if (stored.state === 'ready') return stored.manifest;
    const ways = waysIn(source);
    throw new Refusal(
      stored.state === 'damaged'
        ? message('datasets.damaged', { name, reason: stored.reason, ways })
        : message('datasets.notHere', { name, ways }),
    );
  }

  /** For a new id: a person's own data sets with this name. */
  protected async namesakes(id: string, name: string): Promise<string[]> {
    if (existsSync(join(this.root, id))) return [];
    const own = await ownDatasets(this.root, (known) => this.sources.has(known));
    return own.filter((one) => one.name === name).map((one) => one.id);
  }

  protected isTaken(id: string): boolean {
    return this.sources.has(id) || Object.hasOwn(catalogueNames, id) || existsSync(join(this.root, id));
  }

  /** @throws Refusal for an id that is neither in the catalogue nor on this machine. */
  protected async known(id: string): Promise<KnownDataset> {
    await this.swept();
    const source = this.sources.get(id);
    if (source) return { id, name: source.name, source };
    const own = await ownDataset(this.root, id);
    if (own) return own;
    const others = await ownDatasets(this.root, (name) => this.sources.has(name));
    const ids = [...this.sources.keys(), ...others.map((other) => other.id)];
    refuse('datasets.unknown', { id, ids: listOf(ids, 'or') });
  }

  /** @throws Refusal as `known`, and for a person's own data set. */
  protected async source(id: string): Promise<DatasetSource> {
    const found = this.sources.get(id);
    if (found) return found;
    const { name, source } = await this.known(id);
    refuse('datasets.ownOnly', { name, id, ways: waysIn(source) });
  }

  /** What an earlier process left unfinished is gone then. */
  protected swept(): Promise<void> {
    this.#swept ??= sweep(this.root);
    return this.#swept;
  }

  async #describe(known: KnownDataset, stored: Stored): Promise<DatasetInfo | undefined> {
    const photos = stored.state === 'ready' && stored.manifest.storage === 'files';
    const size = photos ? await commonSize(this.folder(known.id), stored.manifest) : undefined;
    return describe(known, stored, size);
  }

  async #infoOf(known: KnownDataset | DatasetSource): Promise<DatasetInfo> {
    await this.swept();
    const { id, name } = known;
    const source = this.sources.get(id);
    const info = await this.#describe({ id, name, source }, await readStored(this.folder(id)));
    if (!info) refuse('datasets.notHereAnyMore', { name, id });
    return info;
  }
}
