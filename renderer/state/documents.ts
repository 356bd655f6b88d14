/** The open graphs, one per tab, each with its own history. client/documents sends edits to the host. */
import { create } from 'zustand';
import { emptyHistory, type History, record, stepBack, stepForward } from '../../core/edit/history';
import { emptyDocument, type GraphDocument } from '../../core/graph/document';
import { type MessageOrText, t } from '../../core/messages';
import { uniqueToken } from './token';

export interface OpenDocument {
  id: string;
  document: GraphDocument;
  history: History;
  /** Opened with one click and not edited since. */
  untouched?: boolean;
}

export interface EditOptions {
  /** What was done, for the undo button. */
  label: MessageOrText;
  /** Edits with the same key that follow each other closely are one undo step. */
  mergeKey?: string;
  /** `never` for what is no edit: folding, the first layout. */
  history?: 'once' | 'never';
}

interface Documents {
  documents: readonly OpenDocument[];
  activeId: string | undefined;
  /** False until the host has said which graphs were open. */
  ready: boolean;
  /** Opens a graph in a new tab, makes it the active one and returns its id. */
  open(document: GraphDocument, untouched?: boolean): string;
  /** Adds the host's graphs after those that are open; `shown` becomes the active one. */
  load(loaded: readonly OpenDocument[], shown: string | undefined): void;
  /** Takes over another window's edits. */
  receive(id: string, document: GraphDocument, history: History): void;
  close(id: string): void;
  activate(id: string): void;
  /** Replaces a tab's graph by `edit(graph)`, unless that is the same graph. */
  apply(id: string, edit: (document: GraphDocument) => GraphDocument, options: EditOptions): void;
  undo(id: string): void;
  redo(id: string): void;
}

/** "ResNet-50", "ResNet-50 2", ..., whichever is free. */
export function uniqueName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let n = 2; ; n += 1) if (!taken.includes(`${name} ${n}`)) return `${name} ${n}`;
}

export const useDocuments = create<Documents>()((set, get) => {
  const update = (id: string, change: (open: OpenDocument) => OpenDocument) =>
    set(({ documents }) => ({ documents: documents.map((open) => (open.id === id ? change(open) : open)) }));

  const travel = (step: typeof stepBack) => (id: string) =>
    update(id, (open) => {
      const there = step(open.history, open.document);
      return there ? { ...open, document: there.document, history: there.history } : open;
    });

  return {
    documents: [],
    activeId: undefined,
    ready: false,

    open: (document, untouched = false) => {
      const id = `doc-${uniqueToken()}`;
      const name = uniqueName(
        document.name,
        get().documents.map((other) => other.document.name),
      );
      const named = name === document.name ? document : { ...document, name };
      const opened = { id, document: named, history: emptyHistory, ...(untouched && { untouched }) };
      set(({ documents }) => ({ documents: [...documents, opened], activeId: id }));
      return id;
    },

    load: (loaded, shown) =>
      set(({ documents, activeId }) => {
        const known = new Set(documents.map(({ id }) => id));
        const all = [...documents, ...loaded.filter(({ id }) => !known.has(id))];
        const wanted = [shown, activeId, all[0]?.id].find((id) => all.some((open) => open.id === id));
        return { documents: all, activeId: wanted, ready: true };
      }),

    receive: (id, document, history) => update(id, () => ({ id, document, history })),

    close: (id) =>
      set(({ documents, activeId }) => {
        const at = documents.findIndex((open) => open.id === id);
        const left = documents.filter((open) => open.id !== id);
        const neighbor = left[Math.min(Math.max(at, 0), left.length - 1)];
        return { documents: left, activeId: activeId === id ? neighbor?.id : activeId };
      }),

    activate: (id) => {
      if (get().documents.some((open) => open.id === id)) set({ activeId: id });
    },

    apply: (id, edit, { label, mergeKey, history = 'once' }) =>
      update(id, (open) => {
        const document = edit(open.document);
        if (document === open.document) return open;
        if (history === 'never') return { ...open, document };
        const now = Date.now();
        const step = { id: uniqueToken(), label, now, ...(mergeKey !== undefined && { mergeKey }) };
        return { id, document, history: record(open.history, open.document, document, step) };
      }),

    undo: travel(stepBack),
    redo: travel(stepForward),
  };
});

export function useActiveDocument(): OpenDocument | undefined {
  return useDocuments((state) => state.documents.find((open) => open.id === state.activeId));
}

export function activeDocument(): OpenDocument | undefined {
  const { documents, activeId } = useDocuments.getState();
  return documents.find((open) => open.id === activeId);
}

export function openEmpty(): string {
  return useDocuments.getState().open(emptyDocument(t('build.name.untitled')), true);
}
