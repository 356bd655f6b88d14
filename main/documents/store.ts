/** Documents on disk (files.ts). Several hosts can share a data folder. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BinEntry } from '../../core/contract/bin';
import {
  type Adopted,
  type DocumentEvent,
  type DocumentInfo,
  historyUpdate,
  type KeptDocument,
  type SaveAnswer,
  type SaveRequest,
  type Tabs,
  type TabsChange,
  type VersionInfo,
} from '../../core/contract/documents';
import { changeBetween } from '../../core/edit/change';
import { emptyHistory, type History, record } from '../../core/edit/history';
import type { GraphDocument } from '../../core/graph/document';
import { message } from '../../core/messages';
import { refuse } from '../basics/refusal';
import type { Bin } from '../bin';
import { renameInPlace, temporaryName, writeAtomically } from '../disk/atomic';
import { withLock } from '../disk/lock';
import { isThere } from '../disk/move';
import { sweep } from '../disk/sweep';
import { inWords } from '../disk/trouble';
import { checkedDocument } from './check-document';
import { adoptDraft } from './drafts';
import { boundedHistory, type DocumentFolder, documentFolder, revisionOf, textOf, writeUndo } from './files';
import { Listing } from './listing';
import { LiveDocument } from './live';
import { TabsFile } from './tabs';
import { readVersion, versionInfos } from './versions';

export class DocumentStore {
  readonly root: string;
  readonly #tabs: TabsFile;
  readonly #now: () => Date;
  readonly #listing: Listing;
  readonly #live = new Map<string, LiveDocument>();

  constructor({ root, now = () => new Date() }: { root: string; now?: () => Date }) {
    this.root = root;
    this.#now = now;
    this.#listing = new Listing(root);
    this.#tabs = new TabsFile(root);
  }

  /** Most recently saved first. */
  list(): Promise<DocumentInfo[]> {
    return this.#listing.read();
  }

  /** @throws Refusal if it does not exist or cannot be read. */
  async read(id: string): Promise<KeptDocument> {
    const kept = await this.#liveOf(id).read();
    if (!kept) refuse('documents.deleted', { id });
    return kept;
  }

  /** A conflict if the id exists with another graph. */
  async create(id: string, document: GraphDocument, history: History = emptyHistory): Promise<SaveAnswer> {
    const folder = documentFolder(this.root, id);
    const checked = checkedDocument(document);
    return this.#alone(folder, async () => {
      const kept = await this.#liveOf(id).readAlone();
      if (kept) {
        const { revision } = kept;
        return revision === revisionOf(textOf(checked))
          ? { type: 'saved', revision }
          : { type: 'conflict', kept };
      }
      const revision = await this.#write(folder, checked, history);
      await this.#liveOf(id).appeared();
      return { type: 'saved', revision };
    });
  }

  /** Resolves once graph and history are on disk. */
  save(request: SaveRequest): Promise<SaveAnswer> {
    return this.#saying(join(this.root, request.id), () => this.#liveOf(request.id).save(request));
  }

  /** @throws Refusal if it does not exist or cannot be moved. */
  async moveToBin(id: string, bin: Pick<Bin, 'move'>): Promise<BinEntry> {
    const folder = documentFolder(this.root, id);
    const live = this.#liveOf(id);
    return live.alone(async () => {
      const kept = await live.readAlone().catch(() => undefined);
      const entry = await bin.move('document', folder.path, kept?.document.name ?? id);
      live.removed();
      return entry;
    });
  }

  /** The calling window still follows it, and counts as one. */
  async discard(id: string, bin: Pick<Bin, 'move'>): Promise<void> {
    if (this.#liveOf(id).followers < 2) await this.moveToBin(id, bin);
  }

  follow(id: string, signal?: AbortSignal): AsyncIterable<DocumentEvent> {
    return this.#liveOf(id).follow(signal);
  }

  /** The current state, then earlier ones, newest first. */
  async versions(id: string): Promise<VersionInfo[]> {
    return versionInfos(documentFolder(this.root, id), (await this.read(id)).document);
  }

  /** @throws Refusal if there is no such version, or it cannot be read. */
  version(id: string, version: string): Promise<GraphDocument> {
    return readVersion(documentFolder(this.root, id), version);
  }

  /** As an edit that can be undone. @throws Refusal if there is no such graph or version. */
  async restore(id: string, version: string): Promise<GraphDocument> {
    const earlier = await this.version(id, version);
    for (;;) {
      const kept = await this.read(id);
      const change = changeBetween(kept.document, earlier);
      if (!change) return earlier;
      const step = {
        id: randomUUID(),
        label: message('documents.version.restore', { version }),
        now: this.#now().getTime(),
      };
      const history = record(kept.history, kept.document, earlier, step);
      const update = historyUpdate(history, kept.history);
      const answer = await this.save({ id, base: kept.revision, change, history: update, origin: step.id });
      // Another window saved first: try again on top of its change.
      if (answer.type !== 'conflict') return earlier;
    }
  }

  adopt(draft: { key: string; text: string }): Promise<Adopted> {
    return adoptDraft(this, draft);
  }

  tabs(): Promise<Tabs> {
    return this.#tabs.read();
  }

  changeTabs(change: TabsChange): Promise<void> {
    return this.#tabs.change(change);
  }

  async sweep(): Promise<void> {
    await sweep(this.root, this.#now());
  }

  close(): void {
    for (const live of this.#live.values()) live.close();
  }

  #liveOf(id: string): LiveDocument {
    const known = this.#live.get(id);
    if (known) return known;
    const folder = documentFolder(this.root, id);
    const live = new LiveDocument(folder, this.#now);
    this.#live.set(id, live);
    return live;
  }

  #alone<Result>(folder: DocumentFolder, work: () => Promise<Result>): Promise<Result> {
    return this.#saying(folder.path, () => withLock(`${folder.path}.lock`, {}, work));
  }

  async #saying<Result>(where: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw inWords(error, { what: message('documents.what.save'), where });
    }
  }

  async #write(folder: DocumentFolder, document: GraphDocument, history: History): Promise<string> {
    if (await isThere(folder.path)) return writeInto(folder, document, history);
    const temporary = temporaryName(folder.path);
    await mkdir(temporary, { recursive: true });
    try {
      const inside = {
        ...folder,
        path: temporary,
        graph: join(temporary, 'graph.json'),
        undo: join(temporary, 'undo.json'),
      };
      const revision = await writeInto(inside, document, history);
      await renameInPlace(temporary, folder.path);
      return revision;
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }
}

/** The graph is written last: until then there is no document. */
async function writeInto(folder: DocumentFolder, document: GraphDocument, history: History): Promise<string> {
  const text = textOf(document);
  await writeUndo(folder, boundedHistory(history));
  await writeAtomically(folder.graph, text);
  return revisionOf(text);
}
