/**
 * Undo and redo for one document. Documents are immutable and edits share everything they leave alone, so
 * a step in the history holds only the arrays that an edit replaced, not a copy of the graph.
 */
import type { GraphDocument } from '../../core/graph/document';

/** Steps kept; older ones are let go. */
export const HISTORY_LIMIT = 300;

export interface Step {
  /** What was done: "Move Conv2D", shown as "Undo: Move Conv2D". */
  label: string;
  /** The document before the step. */
  before: GraphDocument;
  /** Steps with one key that follow each other closely are one step (typing into a field). */
  mergeKey?: string;
  at: number;
}

export interface History {
  past: readonly Step[];
  future: readonly Step[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Two edits with one merge key within this many milliseconds are one step. */
export const MERGE_WINDOW = 1200;

export interface RecordOptions {
  label: string;
  mergeKey?: string;
  now: number;
}

/** Enters an edit; whatever had been undone is gone. */
export function record(history: History, before: GraphDocument, options: RecordOptions): History {
  const previous = history.past.at(-1);
  if (
    options.mergeKey !== undefined &&
    previous?.mergeKey === options.mergeKey &&
    options.now - previous.at <= MERGE_WINDOW
  ) {
    return { past: [...history.past.slice(0, -1), { ...previous, at: options.now }], future: [] };
  }
  const step: Step = { label: options.label, before, mergeKey: options.mergeKey, at: options.now };
  return { past: [...history.past, step].slice(-HISTORY_LIMIT), future: [] };
}

export interface Travelled {
  document: GraphDocument;
  history: History;
  label: string;
}

/** One step back, or nothing when there is none. */
export function stepBack(history: History, present: GraphDocument): Travelled | undefined {
  const step = history.past.at(-1);
  if (!step) return undefined;
  return {
    document: keepFolding(step.before, present),
    label: step.label,
    history: {
      past: history.past.slice(0, -1),
      future: [...history.future, { ...step, before: present }],
    },
  };
}

/** One step forward, or nothing when nothing was undone. */
export function stepForward(history: History, present: GraphDocument): Travelled | undefined {
  const step = history.future.at(-1);
  if (!step) return undefined;
  return {
    document: keepFolding(step.before, present),
    label: step.label,
    history: {
      past: [...history.past, { ...step, before: present, mergeKey: undefined }],
      future: history.future.slice(0, -1),
    },
  };
}

/**
 * Folding is looking, not editing: it makes no step, and undo leaves the folds as they are now.
 * Returns `target` itself when nothing differs.
 */
export function keepFolding(target: GraphDocument, present: GraphDocument): GraphDocument {
  const now = new Map(present.groups.map((group) => [group.id, group.collapsed]));
  if (target.groups.every((group) => !now.has(group.id) || now.get(group.id) === group.collapsed))
    return target;
  return {
    ...target,
    groups: target.groups.map((group) =>
      now.has(group.id) ? { ...group, collapsed: now.get(group.id) } : group,
    ),
  };
}
