/** The open graphs, one per tab, each with its own history. client/documents sends edits to the host. */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { emptyHistory, type History, record, stepBack, stepForward } from '../../core/edit/history';
import { emptyDocument, type GraphDocument } from '../../core/graph/document';
import { type MessageOrText, t } from '../../core/messages';
import { clamp } from '../ui/clamp';
import { keep } from './kept/keep';
import { activated, known, MOST_PANES, type Shown, split, without } from './panes';
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
  /** The active graph before this one, which `showBeside` leaves where it was. */
  previousId: string | undefined;
  /** Side by side in Build, from left to right; empty: only the active one (usePanes). */
  panes: readonly string[];
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
  /** Moves its tab before the one that is at `index` now, or behind the last. */
  move(id: string, index: number): void;
  /** Shows the active graph at the right of the one that was active before, unless there is no room or no other graph. */
  showBeside(): void;
  /** The graph stays open in its tab. */
  closePane(id: string): void;
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
    previousId: undefined,
    panes: [],
    ready: false,

    open: (document, untouched = false) => {
      const id = `doc-${uniqueToken()}`;
      const name = uniqueName(
        document.name,
        get().documents.map((other) => other.document.name),
      );
      const named = name === document.name ? document : { ...document, name };
      const opened = { id, document: named, history: emptyHistory, ...(untouched && { untouched }) };
      set((now) => ({ documents: [...now.documents, opened], ...shownNext(now, id) }));
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
      set((now) => {
        const { documents } = now;
        const at = documents.findIndex((open) => open.id === id);
        const left = documents.filter((open) => open.id !== id);
        const neighbor = left[Math.min(Math.max(at, 0), left.length - 1)];
        const shown = without(shownOf(now), id);
        return { documents: left, ...shown, activeId: shown.activeId ?? neighbor?.id };
      }),

    activate: (id) => {
      if (get().documents.some((open) => open.id === id)) set((now) => shownNext(now, id));
    },

    move: (id, index) =>
      set(({ documents }) => {
        const from = documents.findIndex((open) => open.id === id);
        const moved = documents[from];
        const rest = documents.filter((open) => open.id !== id);
        const to = clamp(index > from ? index - 1 : index, { min: 0, max: rest.length });
        if (!moved || to === from) return {};
        return { documents: [...rest.slice(0, to), moved, ...rest.slice(to)] };
      }),

    showBeside: () =>
      set((now) => {
        const left = leftOfActive(now);
        return left === undefined ? now : split(shownOf(now), left);
      }),

    closePane: (id) =>
      set((now) => {
        const shown = without(shownOf(now), id);
        return shown.activeId === undefined ? now : shown;
      }),

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

keep(useDocuments, {
  concern: 'view',
  values: ({ panes }) => ({ panes: [...panes] }),
  change: ({ panes }) => (Array.isArray(panes) ? { panes: panes as string[] } : {}),
});

/** The panes were kept by an earlier window. */
const shownOf = (state: Documents): Shown =>
  known(
    state,
    state.documents.map(({ id }) => id),
  );

function shownNext(now: Documents, id: string): Partial<Documents> {
  return { ...activated(shownOf(now), id), ...(now.activeId !== id && { previousId: now.activeId }) };
}

/** The graph that stays where the active one is now: the one that was active before it, or the first that no pane shows. */
function leftOfActive(now: Documents): string | undefined {
  const { activeId, panes } = shownOf(now);
  const { documents, previousId } = now;
  const others = documents.map(({ id }) => id).filter((id) => id !== activeId && !panes.includes(id));
  return others.find((id) => id === previousId) ?? others[0];
}

/** MIME type of the id of a graph whose tab is dragged. */
export const GRAPH_TYPE = 'application/x-skipwire-graph';

export const shownNow = (): Shown => shownOf(useDocuments.getState());

export function canShowBeside(): boolean {
  const now = useDocuments.getState();
  return shownOf(now).panes.length < MOST_PANES && leftOfActive(now) !== undefined;
}

/** The graphs that Build shows, from left to right; one of them is active. */
export function usePanes(): readonly OpenDocument[] {
  return useDocuments(
    useShallow((state) => {
      const { activeId, panes } = shownOf(state);
      const ids = panes.length > 0 ? panes : [activeId];
      return ids.flatMap((id) => state.documents.find((open) => open.id === id) ?? []);
    }),
  );
}

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
