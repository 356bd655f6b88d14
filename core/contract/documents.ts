/**
 * Documents live on the host, one folder each; windows show and edit them.
 *
 * The host keeps one revision of a document. A window sends its edits as a change of the revision that it knows; if another
 * window was faster, the host takes nothing and answers with what it has, and the window merges (core/edit/merge.ts) and
 * sends again. An answer `saved` means that document and undo history are on the disk.
 */

import { z } from 'zod';
import { LONGEST_NAME, MOST_PARTS, MOST_RUNS, MOST_STEPS } from '../basics/limits';
import { changeSchema } from '../edit/change';
import { type History, type Step, stepSchema } from '../edit/history';
import { documentSchema } from '../graph/document';
import { textSchema } from '../messages';
import { MOST_MESSAGE_BYTES } from './message-limits';

export const documentIdSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'a document has an id of letters, digits, "_" and "-"');

const stepsSchema = z.array(stepSchema).max(MOST_STEPS);
const stepIdsSchema = z.array(stepSchema.shape.id).max(MOST_STEPS);

export const historySchema = z.object({ past: stepsSchema, future: stepsSchema });

/** Made of the document's text: two documents with one revision are the same. */
const revisionSchema = z.string().max(LONGEST_NAME);

export const keptDocumentSchema = z.object({
  document: documentSchema,
  history: historySchema,
  revision: revisionSchema,
  /** What was wrong with it, where it had to be recovered: for the person. */
  remark: textSchema.optional(),
});
export type KeptDocument = z.infer<typeof keptDocumentSchema>;

/** A history by the ids of its steps, and those steps that the other side does not have yet. */
export const historyUpdateSchema = z.object({
  past: stepIdsSchema,
  future: stepIdsSchema,
  steps: stepsSchema,
});
export type HistoryUpdate = z.infer<typeof historyUpdateSchema>;

export const saveRequestSchema = z.object({
  id: documentIdSchema,
  base: revisionSchema,
  change: changeSchema.optional(),
  history: historyUpdateSchema,
  /** The window that saves. */
  origin: z.string().max(64),
  /** Names where this window's edit replaced one of another window, for a notice there. */
  replaced: z.array(z.string().max(LONGEST_NAME)).max(MOST_PARTS).optional(),
});
export type SaveRequest = z.infer<typeof saveRequestSchema>;

export const saveAnswerSchema = z.discriminatedUnion('type', [
  /** It is on the disk. */
  z.object({ type: z.literal('saved'), revision: revisionSchema }),
  /** Nothing was taken: the host has this. */
  z.object({ type: z.literal('conflict'), kept: keptDocumentSchema }),
  /** It was deleted. */
  z.object({ type: z.literal('gone') }),
]);
export type SaveAnswer = z.infer<typeof saveAnswerSchema>;

export const documentEventSchema = z.discriminatedUnion('type', [
  /** First of all, and whenever it changed on the disk without this host. */
  z.object({ type: z.literal('whole'), kept: keptDocumentSchema }),
  z.object({
    type: z.literal('changed'),
    base: revisionSchema,
    revision: revisionSchema,
    change: changeSchema.optional(),
    history: historyUpdateSchema,
    origin: z.string(),
    replaced: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal('gone') }),
]);
export type DocumentEvent = z.infer<typeof documentEventSchema>;

export const documentInfoSchema = z.object({
  id: documentIdSchema,
  name: z.string(),
  preset: z.object({ id: z.string(), style: z.string() }).optional(),
  /** Number of nodes. */
  nodes: z.number().int(),
  savedAt: z.iso.datetime(),
  bytes: z.number().int(),
  /** Why it cannot be opened. */
  problem: textSchema.optional(),
});
export type DocumentInfo = z.infer<typeof documentInfoSchema>;

/** A state of a document that can be gone back to. */
export const versionInfoSchema = z.object({
  /** Absent for the state as it is now. */
  version: z.string().max(40).optional(),
  savedAt: z.iso.datetime(),
  nodes: z.number().int(),
  /** What was done since the version before it. */
  words: textSchema,
});
export type VersionInfo = z.infer<typeof versionInfoSchema>;

export const tabsSchema = z.object({
  /** Ids of the open documents, in their order. */
  open: z.array(documentIdSchema),
  active: documentIdSchema.optional(),
});
export type Tabs = z.infer<typeof tabsSchema>;

/** What a window did to its tabs; the tabs of other windows stay. */
export const tabsChangeSchema = z.object({
  opened: z.array(documentIdSchema).max(MOST_RUNS),
  closed: z.array(documentIdSchema).max(MOST_RUNS),
  active: documentIdSchema.optional(),
});
export type TabsChange = z.infer<typeof tabsChangeSchema>;

/** Graphs that an earlier Skipwire kept in a browser's storage: one entry of it, as it is there. */
export const draftSchema = z.object({ key: z.string().max(200), text: z.string().max(MOST_MESSAGE_BYTES) });

export const adoptedSchema = z.object({
  /** Graphs that are documents now, in their order. */
  adopted: z.array(z.object({ id: documentIdSchema, name: z.string() })),
  active: documentIdSchema.optional(),
  /** File that holds what could not be read as graphs, absolute. */
  setAside: z.string().optional(),
});
export type Adopted = z.infer<typeof adoptedSchema>;

/** @param known what the other side has. */
export function historyUpdate(history: History, known: History): HistoryUpdate {
  const there = new Set([...known.past, ...known.future].map(({ id }) => id));
  return {
    past: history.past.map(({ id }) => id),
    future: history.future.map(({ id }) => id),
    steps: [...history.past, ...history.future].filter(({ id }) => !there.has(id)),
  };
}

/** Steps that neither side has are left out. */
export function updatedHistory(known: History, { past, future, steps }: HistoryUpdate): History {
  const all = new Map([...known.past, ...known.future, ...steps].map((step) => [step.id, step]));
  const found = (ids: readonly string[]): Step[] => ids.flatMap((id) => all.get(id) ?? []);
  return { past: found(past), future: found(future) };
}
