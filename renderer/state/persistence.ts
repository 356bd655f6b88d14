/** Keeps the open graphs in the browser's storage, so that nothing is lost on a reload or a crash. */
import { z } from 'zod';
import { documentSchema, type GraphDocument } from '../../core/graph/document';

const KEY = 'skipwire.documents.v1';

const storedSchema = z.object({
  activeId: z.string().optional(),
  documents: z.array(z.object({ id: z.string(), dirty: z.boolean(), document: documentSchema })),
});
export type StoredDocuments = z.infer<typeof storedSchema>;

const nothing: StoredDocuments = { documents: [] };

/** Where it is kept; undefined where the browser denies storage. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** What was open last time; damaged storage is put aside under another key, never thrown away. */
export function loadDocuments(
  from: Pick<Storage, 'getItem' | 'setItem'> | undefined = storage(),
): StoredDocuments {
  const text = from?.getItem(KEY);
  if (!text) return nothing;
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    from?.setItem(`${KEY}.damaged`, text);
    return nothing;
  }
}

export interface Saveable {
  documents: readonly { id: string; dirty: boolean; document: GraphDocument }[];
  activeId: string | undefined;
}

/** @returns false when the storage is full or denied. */
export function saveDocuments(
  state: Saveable,
  to: Pick<Storage, 'setItem'> | undefined = storage(),
): boolean {
  const kept: StoredDocuments = {
    activeId: state.activeId,
    documents: state.documents.map(({ id, dirty, document }) => ({ id, dirty, document })),
  };
  try {
    to?.setItem(KEY, JSON.stringify(kept));
    return to !== undefined;
  } catch {
    return false;
  }
}

interface Source {
  getState(): Saveable;
  subscribe(listener: (state: Saveable, previous: Saveable) => void): () => void;
}

/**
 * Saves half a second after the last change, and at once when the page goes away.
 *
 * @param onFailure called once when saving fails, to tell the person.
 * @returns a function that ends it.
 */
export function autosave(source: Source, onFailure: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failed = false;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const saved = saveDocuments(source.getState());
    if (!saved && !failed) onFailure();
    failed = !saved;
  };
  const unsubscribe = source.subscribe((state, previous) => {
    if (state.documents === previous.documents && state.activeId === previous.activeId) return;
    clearTimeout(timer);
    timer = setTimeout(flush, 500);
  });
  const onHide = () => {
    if (timer !== undefined) flush();
  };
  window.addEventListener('pagehide', onHide);
  return () => {
    unsubscribe();
    window.removeEventListener('pagehide', onHide);
    if (timer !== undefined) flush();
  };
}
