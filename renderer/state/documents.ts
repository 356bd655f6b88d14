/**
 * The open graphs: tabs of the top bar, each with its own history. Everything is kept in the browser's
 * storage as it changes (see persistence.ts), so a reload loses nothing.
 */
import { create } from 'zustand';
import { emptyDocument, type GraphDocument } from '../../core/graph/document';
import { emptyHistory, type History, record, stepBack, stepForward, type Travelled } from './history';
import { loadDocuments } from './persistence';

export interface OpenDocument {
  /** Of the tab, not of the graph. */
  id: string;
  document: GraphDocument;
  /** Changed since it was opened or saved to a file. */
  dirty: boolean;
  /** The graph as it was then, folded as now; absent where a reload lost it. Undo that leads back to it is clean. */
  saved?: GraphDocument;
  history: History;
}

export interface EditOptions {
  /** What was done, for the undo button. */
  label: string;
  /** Edits with one key that follow each other closely are one step. */
  mergeKey?: string;
  /** `never` for what is looking rather than editing: folding, the first layout. */
  history?: 'once' | 'never';
}

interface Documents {
  documents: readonly OpenDocument[];
  activeId: string | undefined;
  /** Opens a graph in a new tab, makes it the active one and returns the tab's id. */
  open(document: GraphDocument): string;
  close(id: string): void;
  activate(id: string): void;
  /** Replaces the graph of a tab by `edit(graph)`; nothing happens when the edit returns it unchanged. */
  apply(id: string, edit: (document: GraphDocument) => GraphDocument, options: EditOptions): void;
  undo(id: string): void;
  redo(id: string): void;
  markSaved(id: string): void;
}

let counter = 0;
function newId(): string {
  counter += 1;
  return `doc-${Date.now().toString(36)}-${counter}`;
}

/** "ResNet-50", "ResNet-50 2", ... so that tabs can be told apart. */
export function uniqueName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let n = 2; ; n += 1) if (!taken.includes(`${name} ${n}`)) return `${name} ${n}`;
}

/** @param stood what the step led to, before the present folding was laid over it */
function travelled(
  open: OpenDocument,
  { document, history }: Travelled,
  stood: GraphDocument | undefined,
): OpenDocument {
  const clean = stood !== undefined && stood === open.saved;
  return { ...open, document, history, dirty: !clean, ...(clean ? { saved: document } : {}) };
}

const stored = loadDocuments();

export const useDocuments = create<Documents>()((set, get) => {
  const update = (id: string, change: (open: OpenDocument) => OpenDocument) =>
    set(({ documents }) => ({ documents: documents.map((open) => (open.id === id ? change(open) : open)) }));

  return {
    documents: stored.documents.map((kept) => ({
      ...kept,
      ...(kept.dirty ? {} : { saved: kept.document }),
      history: emptyHistory,
    })),
    activeId: stored.activeId,

    open: (document) => {
      const id = newId();
      const name = uniqueName(
        document.name,
        get().documents.map((other) => other.document.name),
      );
      const named = name === document.name ? document : { ...document, name };
      set(({ documents }) => ({
        documents: [...documents, { id, document: named, dirty: false, saved: named, history: emptyHistory }],
        activeId: id,
      }));
      return id;
    },

    close: (id) =>
      set(({ documents, activeId }) => {
        const at = documents.findIndex((open) => open.id === id);
        const left = documents.filter((open) => open.id !== id);
        const neighbour = left[Math.min(Math.max(at, 0), left.length - 1)];
        return { documents: left, activeId: activeId === id ? neighbour?.id : activeId };
      }),

    activate: (id) => {
      if (get().documents.some((open) => open.id === id)) set({ activeId: id });
    },

    apply: (id, edit, options) =>
      update(id, (open) => {
        const document = edit(open.document);
        if (document === open.document) return open;
        if (options.history === 'never') {
          return { ...open, document, saved: open.document === open.saved ? document : open.saved };
        }
        return {
          ...open,
          document,
          dirty: true,
          history: record(open.history, open.document, { ...options, now: Date.now() }),
        };
      }),

    undo: (id) =>
      update(id, (open) => {
        const back = stepBack(open.history, open.document);
        return back ? travelled(open, back, open.history.past.at(-1)?.before) : open;
      }),

    redo: (id) =>
      update(id, (open) => {
        const forth = stepForward(open.history, open.document);
        return forth ? travelled(open, forth, open.history.future.at(-1)?.before) : open;
      }),

    markSaved: (id) => update(id, (open) => ({ ...open, dirty: false, saved: open.document })),
  };
});

/** The tab that is shown; absent when none is open. */
export function useActiveDocument(): OpenDocument | undefined {
  return useDocuments((state) => state.documents.find((open) => open.id === state.activeId));
}

export function activeDocument(): OpenDocument | undefined {
  const { documents, activeId } = useDocuments.getState();
  return documents.find((open) => open.id === activeId);
}

/** Opens an empty graph. */
export function openEmpty(): string {
  return useDocuments.getState().open(emptyDocument('Untitled'));
}
