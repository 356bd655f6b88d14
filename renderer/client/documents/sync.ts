/**
 * Syncs one graph of the window with the host's document (see core/contract/documents.ts): sends the differences, one
 * save at a time, and merges the edits of other windows.
 */

import {
  type DocumentEvent,
  historyUpdate,
  type SaveAnswer,
  type SaveRequest,
  updatedHistory,
} from '../../../core/contract/documents';
import { applyChange, type Change, changeBetween } from '../../../core/edit/change';
import type { History } from '../../../core/edit/history';
import type { Merged } from '../../../core/edit/merge';
import type { GraphDocument } from '../../../core/graph/document';
import { type MessageOrText, t, textOf } from '../../../core/messages';
import { hasSameSteps, isSame, type Known, mergeVersions, nextToSend, type Version } from './versions';

export type { Known, Version } from './versions';

export interface Host {
  create(id: string, document: GraphDocument, history: History): Promise<SaveAnswer>;
  save(request: SaveRequest): Promise<SaveAnswer>;
  read(id: string): Promise<Known>;
}

export interface SyncEvents {
  received(version: Version): void;
  remark(text: MessageOrText): void;
  merged(merged: Merged): void;
  /** Names of what another window's edit replaced. */
  replaced(names: readonly string[]): void;
  saving(): void;
  saved(): void;
  /** For the first time, or again. */
  created(): void;
  failed(error: unknown): void;
  /** Deleted in another window, with nothing unsaved in this one. */
  gone(name: string): void;
}

/** Milliseconds: edits within them are one save. */
const SAVE_AFTER = 250;
/** Milliseconds until a refused save is tried again. */
const RETRY_AFTER = 4000;

export class DocumentSync {
  /** What the host has on disk, as far as this window knows. */
  #base: Known | undefined;
  #present: Version | undefined;
  /** Sent without an answer: the host may have one of these. */
  #unanswered: Version[] = [];
  /** For the windows whose edits were replaced. */
  #replaced = new Set<string>();
  #busy = false;
  #isGone = false;
  readonly #settled: (() => void)[] = [];
  #held: DocumentEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;

  /** @param present a new graph, which the host does not have yet; absent for one to be opened. */
  constructor(
    readonly id: string,
    private readonly origin: string,
    private readonly host: Host,
    private readonly events: SyncEvents,
    present?: Version,
  ) {
    this.#present = present;
    if (present) this.#soon(0);
  }

  get present(): Version | undefined {
    return this.#present;
  }

  /** Something is not on the host's disk yet. */
  get pending(): boolean {
    if (!this.#present) return false;
    return !this.#base || !isSame(this.#present, this.#base);
  }

  edited(version: Version): void {
    if (this.#isGone) return;
    this.#present = version;
    if (!this.pending) return;
    this.events.saving();
    this.#soon(SAVE_AFTER);
  }

  /** Resolves when the host has everything, or refuses it. */
  async whenSaved(): Promise<void> {
    if (!this.pending) return;
    this.flush();
    await new Promise<void>((resolve) => this.#settled.push(resolve));
  }

  receive(event: DocumentEvent): void {
    this.#held.push(event);
    if (!this.#busy) void this.#work();
  }

  /** Saves what is waiting: the window is about to close. */
  flush(): void {
    if (!this.pending || this.#busy) return;
    this.#stopTimer();
    void this.#work();
  }

  /** Saves in `ms` milliseconds, or sooner if a save is due already. */
  #soon(ms: number): void {
    const due = Date.now() + ms;
    if (this.#timer !== undefined && this.#due <= due) return;
    this.#stopTimer();
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#busy) void this.#work();
    }, ms);
  }

  #settle(): void {
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      await this.#takeHeld();
      // While the timer runs, more edits may come.
      if (this.pending && this.#timer === undefined) while (await this.#save()) await this.#takeHeld();
      await this.#takeHeld();
      if (!this.pending) {
        this.events.saved();
        this.#settle();
      } else if (this.#timer === undefined) this.#soon(SAVE_AFTER);
    } catch (error) {
      this.events.failed(error);
      this.#settle();
      this.#soon(RETRY_AFTER);
    } finally {
      this.#busy = false;
      if (this.#held.length > 0) void this.#work();
    }
  }

  async #takeHeld(): Promise<void> {
    for (let event = this.#held.shift(); event; event = this.#held.shift()) await this.#take(event);
  }

  async #take(event: DocumentEvent): Promise<void> {
    const base = this.#base;
    if (event.type === 'gone') {
      // It may have been sent before this window created the graph again.
      const kept = base && (await this.host.read(this.id).catch(() => undefined));
      return kept ? this.#absorb(kept) : this.#gone();
    }
    if (event.type === 'whole') {
      this.#stopTimer();
      const { kept } = event;
      if (!base || base.revision === kept.revision) return this.#absorb(kept);
      // It may have been sent before this window's last save was answered: read what is on disk now.
      return this.#absorb({ remark: kept.remark, ...(await this.host.read(this.id)) });
    }
    if (event.origin === this.origin || !base) return;
    if (event.base === base.revision) {
      const document = event.change ? applyChange(base.document, event.change) : base.document;
      this.#absorb({
        document,
        history: updatedHistory(base.history, event.history),
        revision: event.revision,
      });
    } else if (event.revision !== base.revision) {
      // An event was missed.
      this.#absorb(await this.host.read(this.id));
    }
    if (event.replaced?.length) this.events.replaced(event.replaced);
  }

  /** @returns true if there is more to send. */
  async #save(): Promise<boolean> {
    const base = this.#base;
    const { sent, shown } = nextToSend(this.#present!, base);
    const change = base && changeBetween(base.document, sent.document);
    if (base && !change && hasSameSteps(base.history, sent.history)) {
      this.#base = { ...base, ...shown };
      return false;
    }
    const answer = await this.#send(sent, base, change);
    if (answer.type === 'saved') {
      this.#unanswered = [];
      this.#replaced.clear();
      this.#base = { ...shown, revision: answer.revision };
      if (!base) this.events.created();
      return sent === shown;
    }
    if (answer.type === 'gone') this.#gone();
    else this.#absorb(answer.kept);
    return true;
  }

  async #send(sent: Version, base: Known | undefined, change: Change | undefined): Promise<SaveAnswer> {
    const replaced = [...this.#replaced];
    try {
      if (!base) return await this.host.create(this.id, sent.document, sent.history);
      return await this.host.save({
        id: this.id,
        base: base.revision,
        ...(change && { change }),
        history: historyUpdate(sent.history, base.history),
        origin: this.origin,
        ...(replaced.length > 0 && { replaced }),
      });
    } catch (error) {
      this.#unanswered.push(sent);
      throw error;
    }
  }

  #absorb(theirs: Known): void {
    const base = this.#base;
    const mine = this.#present;
    const unanswered = this.#unanswered;
    this.#unanswered = [];
    this.#base = theirs;
    if (theirs.remark !== undefined && textOf(theirs.remark) !== textOf(base?.remark ?? '')) {
      this.events.remark(theirs.remark);
    }
    if (!mine || (base && isSame(mine, base))) {
      const isKnown =
        mine && base && theirs.revision === base.revision && hasSameSteps(base.history, theirs.history);
      if (isKnown) this.#base = { ...theirs, ...mine };
      else this.#show(theirs);
      return;
    }
    const merged = mergeVersions(base, mine, theirs, unanswered);
    for (const name of merged.replaced) this.#replaced.add(name);
    this.#show(merged);
    if (merged.replaced.length > 0 || merged.renamed.length > 0) this.events.merged(merged);
  }

  #show({ document, history }: Version): void {
    this.#present = { document, history };
    this.events.received({ document, history });
  }

  /** Unsaved edits create it again; otherwise it is closed here too. */
  #gone(): void {
    const kept = this.pending;
    this.#base = undefined;
    this.#unanswered = [];
    if (kept && this.#present) {
      const { name } = this.#present.document;
      this.events.remark(t('shell.client.deletedButKept', { name }));
      return;
    }
    const name = this.#present?.document.name ?? t('shell.client.theGraph');
    this.#present = undefined;
    this.#isGone = true;
    this.events.gone(name);
  }
}
