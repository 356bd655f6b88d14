/** A document that windows have open: saves one change after another, and emits events. */
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
import { checkedDocument } from './check-document';
import { boundedHistory, type DocumentFolder, revisionOf, stateOf, textOf, writeUndo } from './files';
import { readDocument } from './read-document';
import { keepVersion } from './versions';

/** Other programs may write a file in several steps. */
const SETTLE_MS = 60;
/** For folders that cannot be watched, as on some network disks. */
const POLL_MS = 2000;

export class LiveDocument {
  /** The last known state on disk. */
  #kept: KeptDocument | undefined;
  /** State of graph.json and undo.json as last read or written here. */
  #stamp = '';
  #queue: Promise<unknown> = Promise.resolve();
  #followers = 0;
  #stopWatching: (() => void) | undefined;
  readonly #hub = new EventHub<DocumentEvent>({ isDroppable: () => true });

  constructor(
    private readonly folder: DocumentFolder,
    private readonly now: () => Date,
  ) {}

  /** Windows of this host that have it open. */
  get followers(): number {
    return this.#followers;
  }

  read(): Promise<KeptDocument | undefined> {
    return this.#inTurn(() => this.readAlone());
  }

  /** The caller has the lock. */
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

  /** Called after the folder was created. The caller has the lock. */
  async appeared(): Promise<void> {
    if (this.#followers === 0) return;
    this.close();
    this.#watch();
    const kept = await this.readAlone();
    if (kept) this.#hub.emit({ type: 'whole', kept });
  }

  /** Called after it was moved to the bin. */
  removed(): void {
    this.#kept = undefined;
    this.#stamp = '';
    this.#hub.emit({ type: 'gone' });
  }

  /** Runs `work` between two saves, with the lock. */
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
        // No window has it open: the disk has the state.
        if (this.#followers === 0) this.#kept = undefined;
      });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** For changes by another process or an editor. */
  #watch(): void {
    if (this.#stopWatching) return;
    let settling: NodeJS.Timeout | undefined;
    const look = () => {
      clearTimeout(settling);
      // The window that next saves or opens it reports any error.
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

/** No window needs to know about the difference. */
const isSame = (read: KeptDocument, before: KeptDocument): boolean =>
  read.revision === before.revision && read.remark === undefined && stepsOf(read) === stepsOf(before);

const stepsOf = ({ history: { past, future } }: KeptDocument): string =>
  [past, future].map((steps) => steps.map(({ id }) => id).join(' ')).join('|');

/** Changes whenever one of the files does; empty if there is no graph. */
async function stampOf({ graph, undo }: DocumentFolder): Promise<string> {
  const [ofGraph, ofUndo] = await Promise.all([graph, undo].map(stampOfFile));
  return ofGraph === '' ? '' : `${ofGraph} ${ofUndo}`;
}

const stampOfFile = (path: string): Promise<string> =>
  stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs}:${size}:${ino}`,
    () => '',
  );
