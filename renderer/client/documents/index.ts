/** Opens, saves and closes the graphs of this window on the host. */

import { ORPCError } from '@orpc/client';
import type { BinEntry } from '../../../core/contract/bin';
import { t, textOf } from '../../../core/messages';
import { useDocuments } from '../../state/documents';
import { notify } from '../../state/notices';
import { uniqueToken } from '../../state/token';
import { notSaved, saved, saving } from '../../state/unsaved';
import { client } from '../client';
import { sleep, whenOpen } from '../connection';
import { messageOf, notifyError, saveProblem } from '../errors';
import { keepSubscribed } from '../stream';
import { conflictWords, replacedWords } from './conflictNotices';
import { adoptDrafts } from './drafts';
import { DocumentSync, type Host, type Version } from './sync';
import { changeTabs, flushTabs, readTabs } from './tabs';

const origin = uniqueToken();

const host: Host = {
  create: (id, document, history) =>
    client.documents.create({
      id,
      document,
      history: { past: [...history.past], future: [...history.future] },
    }),
  save: (request) => client.documents.save(request),
  read: (id) => client.documents.read({ id }),
};

interface Entry {
  sync: DocumentSync;
  ended: AbortController;
  /** Its tab is closed; it ends when everything is saved. */
  closing: boolean;
  /** This window is deleting it. */
  leaving: boolean;
  following: boolean;
}

const entries = new Map<string, Entry>();

export const unsavedKey = (id: string): string => `document:${id}`;

/** @param loaded called once, with the host's document or with undefined where it cannot be opened. */
function makeEntry(
  id: string,
  present: Version | undefined,
  loaded?: (kept: Version | undefined) => void,
): Entry {
  let first = loaded;
  const nameNow = () => sync.present?.document.name ?? t('shell.client.theGraph');
  const what = () => t('shell.client.graph', { name: nameNow() });
  const sync = new DocumentSync(
    id,
    origin,
    host,
    {
      received: ({ document, history }) => {
        if (first) {
          first({ document, history });
          first = undefined;
        } else useDocuments.getState().receive(id, document, history);
      },
      remark: (text) => notify({ severity: 'warning', text: textOf(text) }),
      merged: (merged) => {
        const text = conflictWords(merged, nameNow());
        if (text) notify({ severity: 'info', text });
      },
      replaced: (names) => notify({ severity: 'info', text: replacedWords(names, nameNow()) }),
      saving: () => saving(unsavedKey(id), what()),
      saved: () => {
        saved(unsavedKey(id));
        if (entry.closing) end(id);
      },
      created: () => void follow(id, entry),
      failed: (error) =>
        notSaved(unsavedKey(id), what(), saveProblem(error, { next: t('shell.client.triesAgain') })),
      gone: (name) => {
        if (entry.leaving) return;
        first?.(undefined);
        end(id);
        if (!useDocuments.getState().documents.some((open) => open.id === id)) return;
        useDocuments.getState().close(id);
        notify({ severity: 'info', text: t('shell.client.deletedElsewhere', { name }) });
      },
    },
    present,
  );
  const entry: Entry = {
    sync,
    ended: new AbortController(),
    closing: false,
    leaving: false,
    following: false,
  };
  entries.set(id, entry);
  if (present) saving(unsavedKey(id), what());
  else void follow(id, entry, () => first?.(undefined));
  return entry;
}

function end(id: string): void {
  entries.get(id)?.ended.abort();
  entries.delete(id);
  saved(unsavedKey(id));
}

/** @param refused called where the host cannot open it. */
async function follow(id: string, entry: Entry, refused?: () => void): Promise<void> {
  if (entry.following) return;
  entry.following = true;
  const { signal } = entry.ended;
  await keepSubscribed(
    () => client.documents.follow({ id }, { signal }),
    (event) => entry.sync.receive(event),
    {
      signal,
      failed: (error) => {
        if (!(error instanceof ORPCError && refused)) return;
        notifyError(error);
        refused();
        end(id);
      },
    },
  );
}

/** @returns undefined where the host does not have it, or cannot read it. */
const loadDocument = (id: string): Promise<({ id: string } & Version) | undefined> =>
  new Promise((resolve) => {
    makeEntry(id, undefined, (kept) => resolve(kept && { id, ...kept }));
  });

/** @returns whether it is open now. */
export async function openKept(id: string): Promise<boolean> {
  const { load, activate } = useDocuments.getState();
  const isOpen = () => useDocuments.getState().documents.some((open) => open.id === id);
  if (!isOpen()) {
    const known = entries.get(id);
    if (known?.sync.present) {
      // Closed a moment ago, and still being saved.
      known.closing = false;
      load([{ id, ...known.sync.present }], id);
    } else {
      const loaded = await loadDocument(id);
      if (loaded) load([loaded], id);
    }
  }
  activate(id);
  return isOpen();
}

/** Moves a document to the bin, with all edits of this window, and closes its tab. */
export async function takeAway(id: string): Promise<BinEntry> {
  const entry = entries.get(id);
  await entry?.sync.whenSaved();
  if (entry?.sync.pending) throw new Error(t('shell.client.notDeleted'));
  if (entry) entry.leaving = true;
  const binned = await client.documents.remove({ id }).finally(() => {
    if (entry) entry.leaving = false;
  });
  end(id);
  useDocuments.getState().close(id);
  return binned;
}

/** Whatever is opened, edited or closed in the store goes to the host. */
function watchStore(): void {
  useDocuments.subscribe(({ documents, activeId }, before) => {
    if (documents !== before.documents) {
      const open = new Set(documents.map(({ id }) => id));
      for (const { id, document, history } of documents) {
        const entry = entries.get(id);
        if (entry) entry.sync.edited({ document, history });
        else makeEntry(id, { document, history });
      }
      for (const [id, entry] of entries) {
        const wasOpen = before.documents.some((one) => one.id === id);
        if (!wasOpen || open.has(id)) continue;
        entry.closing = true;
        // A preset that was opened and closed again is not listed; it stays in the bin for a while.
        if (before.documents.find((one) => one.id === id)?.untouched) {
          entry.leaving = true;
          void client.documents
            .discard({ id })
            .catch(() => undefined)
            .finally(() => end(id));
        } else if (entry.sync.pending) entry.sync.flush();
        else end(id);
      }
    }
    changeTabs(documents, before.documents, activeId);
  });
}

/** Restores what was open, and what an earlier version of Skipwire left in this browser. */
export async function startDocuments(): Promise<void> {
  watchStore();
  window.addEventListener('pagehide', () => {
    for (const { sync } of entries.values()) sync.flush();
    flushTabs();
  });
  for (;;) {
    try {
      const adopted = await adoptDrafts().catch((error: unknown) => {
        if (!(error instanceof ORPCError)) throw error;
        notify({ severity: 'error', text: t('shell.client.draftsLeft', { reason: messageOf(error) }) });
        return { ids: [], active: undefined };
      });
      const tabs = await readTabs();
      const ids = [...new Set([...tabs.open, ...adopted.ids])].filter((id) => !entries.has(id));
      const loaded = await Promise.all(ids.map(loadDocument));
      const found = loaded.filter((one) => one !== undefined);
      useDocuments.getState().load(found, adopted.active ?? tabs.active);
      if (adopted.ids.length > 0) {
        notify({ severity: 'info', text: t('shell.client.draftsAdopted', { count: adopted.ids.length }) });
      }
      return;
    } catch {
      // The connection was lost.
      await sleep(500);
      await whenOpen();
    }
  }
}
