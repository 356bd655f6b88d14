/** One document that windows have open: its saves one after the other, and its events. */
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  type DocumentEvent,
  historyUpdate,
  type KeptDocument,
  type SaveAnswer,
  type SaveRequest,
  updatedHistory,
} from '../../core/contract/documents';
import { applyChange } from '../../core/graph/change';
import { writeAtomically } from '../disk/atomic';
import { withLock } from '../disk/lock';
import { EventHub } from '../training/event-hub';
import { checkedDocument } from './checked';
import { boundedHistory, type DocumentFolder, revisionOf, stateOf, textOf, writeUndo } from './files';
import { readDocument } from './recover';
import { keepVersion } from './versions';

/** Another program writes a file in several steps. */
const SETTLE_MS = 60;
/** Where the system cannot watch a folder, as on some network disks. */
const POLL_MS = 2000;

export class LiveDocument {
  /** What is known to be on the disk. */
  #kept: KeptDocument | undefined;
  /** Of graph.json when it was last read or written here. */
  #stamp = '';
  #queue: Promise<unknown> = Promise.resolve();
  #followers = 0;
  #stopWatching: (() => void) | undefined;
  readonly #hub = new EventHub<DocumentEvent>({ isDroppable: () => true });

  constructor(
    private readonly folder: DocumentFolder,
    private readonly now: () => Date,
  ) {}

  read(): Promise<KeptDocument | undefined> {
    return this.#inTurn(() => this.readAlone());
  }

  /** For callers that hold the lock. */
  async readAlone(): Promise<KeptDocument | undefined> {
    const stamp = await stampOf(this.folder);
    if (this.#kept && stamp !== '' && stamp === this.#stamp) return this.#kept;
    const read = await readDocument(this.folder, this.now);
    this.#stamp = await stampOf(this.folder);
    if (read && this.#kept?.revision === read.revision) return this.#kept;
    const before = this.#kept;
    this.#kept = read;
    if (!read && before) this.#hub.emit({ type: 'gone' });
    if (read && before) this.#hub.emit({ type: 'whole', kept: read });
    return read;
  }

  save({ base, change, history, origin, replaced }: SaveRequest): Promise<SaveAnswer> {
    return this.#inTurn(() =>
      withLock(`${this.folder.path}.lock`, {}, async (): Promise<SaveAnswer> => {
        const kept = await this.readAlone();
        if (!kept) return { type: 'gone' };
        if (kept.revision !== base) return { type: 'conflict', kept };
        const document = checkedDocument(change ? applyChange(kept.document, change) : kept.document);
        const undo = boundedHistory(updatedHistory(kept.history, history));
        const text = textOf(document);
        const revision = revisionOf(text);
        if (revision !== base) {
          await keepVersion(this.folder, this.now().getTime());
          await writeAtomically(this.folder.graph, text);
        }
        this.#stamp = await stampOf(this.folder);
        this.#kept = stateOf({ document, revision }, kept.history);
        await writeUndo(this.folder, undo);
        this.#kept = stateOf({ document, revision }, undo);
        this.#hub.emit({
          type: 'changed',
          base,
          revision,
          ...(change && { change }),
          history: historyUpdate(undo, kept.history),
          origin,
          ...(replaced && { replaced }),
        });
        return { type: 'saved', revision };
      }),
    );
  }

  async *follow(signal?: AbortSignal): AsyncGenerator<DocumentEvent, void, undefined> {
    this.#followers++;
    this.#watch();
    try {
      const { kept, events } = await this.#inTurn(async () => ({
        kept: await this.readAlone(),
        events: this.#hub.subscribe(signal),
      }));
      yield kept ? { type: 'whole', kept } : { type: 'gone' };
      yield* events;
    } finally {
      this.#followers--;
      if (this.#followers === 0) this.close();
    }
  }

  /** Told after it was moved to the bin. */
  removed(): void {
    this.#kept = undefined;
    this.#stamp = '';
    this.#hub.emit({ type: 'gone' });
  }

  /** Does `work` between two saves, with the lock. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#inTurn(() => withLock(`${this.folder.path}.lock`, {}, work));
  }

  close(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#kept = undefined;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#queue
      .catch(() => undefined)
      .then(work)
      .finally(() => {
        // Nobody looks at it: the disk has it.
        if (this.#followers === 0) this.#kept = undefined;
      });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Another Skipwire on the same data folder, or a person with an editor. */
  #watch(): void {
    if (this.#stopWatching) return;
    let settling: NodeJS.Timeout | undefined;
    const look = () => {
      clearTimeout(settling);
      // What cannot be read now is said to the window that saves or opens it.
      settling = setTimeout(() => void this.read().catch(() => undefined), SETTLE_MS);
      settling.unref();
    };
    const polling = () => {
      const timer = setInterval(look, POLL_MS);
      timer.unref();
      return () => clearInterval(timer);
    };
    let watcher: FSWatcher | undefined;
    let stop = () => watcher?.close();
    try {
      watcher = watch(this.folder.path, { persistent: false }, look);
      watcher.on('error', () => {
        watcher?.close();
        stop = polling();
      });
    } catch {
      stop = polling();
    }
    this.#stopWatching = () => {
      clearTimeout(settling);
      stop();
    };
  }
}

/** Tells one state of a file from the next; empty where there is none. */
const stampOf = ({ graph }: DocumentFolder): Promise<string> =>
  stat(graph).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs}:${size}:${ino}`,
    () => '',
  );
