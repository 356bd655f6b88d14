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
import { applyChange } from '../../core/edit/change';
import { EventHub } from '../basics/event-hub';
import { writeAtomically } from '../disk/atomic';
import { withLock } from '../disk/lock';
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
  /** Stamp of graph.json and undo.json when they were last read or written here. */
  #stamp = '';
  #queue: Promise<unknown> = Promise.resolve();
  #followers = 0;
  #stopWatching: (() => void) | undefined;
  readonly #hub = new EventHub<DocumentEvent>({ isDroppable: () => true });

  constructor(
    private readonly folder: DocumentFolder,
    private readonly now: () => Date,
  ) {}

  /** Windows that have it open, as far as they are windows of this host. */
  get followers(): number {
    return this.#followers;
  }

  read(): Promise<KeptDocument | undefined> {
    return this.#inTurn(() => this.readAlone());
  }

  /** For callers that hold the lock. */
  async readAlone(): Promise<KeptDocument | undefined> {
    const stamp = await stampOf(this.folder);
    if (this.#kept && stamp !== '' && stamp === this.#stamp) return this.#kept;
    const before = this.#kept;
    const read = await readDocument(this.folder, this.now, before);
    this.#stamp = await stampOf(this.folder);
    if (read && before && isSame(read, before)) return before;
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
        this.#stamp = await stampOf(this.folder);
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

  /** Called with the lock after it was created: the folder is a new one. */
  async appeared(): Promise<void> {
    if (this.#followers === 0) return;
    this.close();
    this.#watch();
    const kept = await this.readAlone();
    if (kept) this.#hub.emit({ type: 'whole', kept });
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

/** Nothing that a window would have to hear of. */
const isSame = (read: KeptDocument, before: KeptDocument): boolean =>
  read.revision === before.revision && read.remark === undefined && stepsOf(read) === stepsOf(before);

const stepsOf = ({ history: { past, future } }: KeptDocument): string =>
  [past, future].map((steps) => steps.map(({ id }) => id).join(' ')).join('|');

/** Tells one state of the two files from the next; empty where there is no graph. */
async function stampOf({ graph, undo }: DocumentFolder): Promise<string> {
  const [ofGraph, ofUndo] = await Promise.all([graph, undo].map(stampOfFile));
  return ofGraph === '' ? '' : `${ofGraph} ${ofUndo}`;
}

const stampOfFile = (path: string): Promise<string> =>
  stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs}:${size}:${ino}`,
    () => '',
  );
