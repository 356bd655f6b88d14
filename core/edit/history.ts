/**
 * Undo and redo for one document. A step contains only what it changed, in both directions, so it is small on the disk
 * and leaves what was edited elsewhere since.
 */
import { z } from 'zod';
import type { GraphDocument } from '../graph/document';
import { inEnglish, type Key, type MessageOrText } from '../messages';
import { applyChange, type Change, changeBetween, changeSchema } from './change';
import { repaired } from './repair';

export const HISTORY_LIMIT = 300;

/** Plain values only, so that what a window sends is bounded. */
const labelSchema = z.object({
  key: z.string().max(200) as unknown as z.ZodType<Key>,
  values: z.record(z.string().max(50), z.union([z.string().max(300), z.number()])).optional(),
});

export const stepSchema = z.object({
  id: z.string().min(1).max(64),
  /** What was done: "Move Conv2D", shown as "Undo: Move Conv2D". */
  label: z.string().max(300),
  /** The label as a message; absent if its values are messages too, and in older steps. */
  said: labelSchema.optional(),
  /** Milliseconds since 1970. */
  at: z.number(),
  back: changeSchema,
  forth: changeSchema,
  /** Steps with the same key in quick succession become one (typing into a field). */
  mergeKey: z.string().max(1000).optional(),
});
export type Step = z.infer<typeof stepSchema>;

export const labelOfStep = ({ label, said }: Step): MessageOrText => said ?? label;

export interface History {
  /** What can be undone, the newest last. */
  past: readonly Step[];
  /** What was undone, the first to be redone last. */
  future: readonly Step[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Milliseconds within which edits with the same merge key become one step. */
export const MERGE_WINDOW = 1200;

interface RecordOptions {
  /** Unique. */
  id: string;
  label: MessageOrText;
  mergeKey?: string;
  now: number;
}

/** Records an edit. What had been undone is dropped. */
export function record(
  history: History,
  before: GraphDocument,
  after: GraphDocument,
  { id, label, mergeKey, now }: RecordOptions,
): History {
  const previous = history.past.at(-1);
  const goesOn =
    mergeKey !== undefined && previous?.mergeKey === mergeKey && now - previous.at <= MERGE_WINDOW;
  const start = goesOn ? applyChange(before, previous.back) : before;
  const back = changeBetween(after, start);
  const forth = changeBetween(start, after);
  const kept = goesOn ? history.past.slice(0, -1) : history.past;
  // Typed, and typed back.
  if (!back || !forth) return { past: kept, future: [] };
  const step: Step = {
    id,
    label: inEnglish(label),
    ...saidOf(label),
    at: now,
    back,
    forth,
    ...(mergeKey !== undefined && { mergeKey }),
  };
  return { past: [...kept, step].slice(-HISTORY_LIMIT), future: [] };
}

function saidOf(label: MessageOrText): Pick<Step, 'said'> {
  const said = labelSchema.safeParse(label).data;
  return said ? { said } : {};
}

interface Traveled {
  document: GraphDocument;
  history: History;
  label: string;
}

export function stepBack(history: History, present: GraphDocument): Traveled | undefined {
  const step = history.past.at(-1);
  if (!step) return undefined;
  return {
    document: travel(present, step.back),
    label: step.label,
    history: { past: history.past.slice(0, -1), future: [...history.future, step] },
  };
}

export function stepForward(history: History, present: GraphDocument): Traveled | undefined {
  const step = history.future.at(-1);
  if (!step) return undefined;
  const { mergeKey: _, ...done } = step;
  return {
    document: travel(present, step.forth),
    label: step.label,
    history: { past: [...history.past, done], future: history.future.slice(0, -1) },
  };
}

function travel(present: GraphDocument, change: Change): GraphDocument {
  if (!rewires(change)) return applyChange(present, change);
  const known = new Map(present.edges.map((edge) => [edge.id, edge]));
  const { document } = repaired(applyChange(present, change), (edge) => known.get(edge.id) !== edge);
  return document;
}

/** Whether it may conflict with later edits elsewhere. */
const rewires = ({ nodes, edges, groups }: Change): boolean =>
  groups !== undefined ||
  nodes?.add !== undefined ||
  nodes?.remove !== undefined ||
  edges?.add !== undefined ||
  edges?.set?.some(({ to }) => to.source !== undefined || to.target !== undefined || to.port !== undefined) ||
  nodes?.set?.some(({ to }) => to.group !== undefined) ||
  false;

/** The steps of two windows that started with `base`: theirs, then mine. What either undid is undone. */
export function mergeHistories(base: History, mine: History, theirs: History): History {
  if (mine === base) return theirs;
  const idsOf = (steps: readonly Step[]) => new Set(steps.map(({ id }) => id));
  const [before, own, other] = [idsOf(base.past), idsOf(mine.past), idsOf(theirs.past)];
  const past = [
    ...theirs.past.filter(({ id }) => own.has(id) || !before.has(id)),
    ...mine.past.filter(({ id }) => !before.has(id) && !other.has(id)),
  ].slice(-HISTORY_LIMIT);
  const done = idsOf(past);
  return { past, future: mine.future.filter(({ id }) => !done.has(id)) };
}
