/**
 * Documents are stored by the host. A window sends its edits as a change of the revision that it knows. If another
 * window was faster, the host answers with its version, and the window merges (core/edit/merge.ts) and sends again.
 * `saved` means that document and undo history are on the disk.
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

/** Documents with the same revision are equal. */
const revisionSchema = z.string().max(LONGEST_NAME);

export const keptDocumentSchema = z.object({
  document: documentSchema,
  history: historySchema,
  revision: revisionSchema,
  remark: textSchema.optional(),
});
export type KeptDocument = z.infer<typeof keptDocumentSchema>;

/** A history by the ids of its steps, with the steps that the other side does not have yet. */
const historyUpdateSchema = z.object({
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
  /** Names where this window's edit replaced another window's, which shows a notice. */
  replaced: z.array(z.string().max(LONGEST_NAME)).max(MOST_PARTS).optional(),
});
export type SaveRequest = z.infer<typeof saveRequestSchema>;

export const saveAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('saved'), revision: revisionSchema }),
  /** Nothing was saved: the host has this version. */
  z.object({ type: z.literal('conflict'), kept: keptDocumentSchema }),
  z.object({ type: z.literal('gone') }),
]);
export type SaveAnswer = z.infer<typeof saveAnswerSchema>;

export const documentEventSchema = z.discriminatedUnion('type', [
  /** The first event, and whenever the document changed on the disk without this host. */
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
  nodes: z.number().int(),
  savedAt: z.iso.datetime(),
  bytes: z.number().int(),
  problem: textSchema.optional(),
});
export type DocumentInfo = z.infer<typeof documentInfoSchema>;

/** A state of a document that can be restored. */
export const versionInfoSchema = z.object({
  /** Absent for the present state. */
  version: z.string().max(40).optional(),
  savedAt: z.iso.datetime(),
  nodes: z.number().int(),
  words: textSchema,
});
export type VersionInfo = z.infer<typeof versionInfoSchema>;

export const tabsSchema = z.object({
  open: z.array(documentIdSchema),
  active: documentIdSchema.optional(),
});
export type Tabs = z.infer<typeof tabsSchema>;

/** What a window did to its tabs. */
export const tabsChangeSchema = z.object({
  opened: z.array(documentIdSchema).max(MOST_RUNS),
  closed: z.array(documentIdSchema).max(MOST_RUNS),
  active: documentIdSchema.optional(),
  /** All tabs of the window from left to right, after one was moved; those of other windows keep their places. */
  order: z.array(documentIdSchema).max(MOST_RUNS).optional(),
});
export type TabsChange = z.infer<typeof tabsChangeSchema>;

/** An entry of the browser's storage, where earlier versions of Skipwire kept graphs. */
export const draftSchema = z.object({ key: z.string().max(200), text: z.string().max(MOST_MESSAGE_BYTES) });

export const adoptedSchema = z.object({
  /** Graphs that are now documents. */
  adopted: z.array(z.object({ id: documentIdSchema, name: z.string() })),
  active: documentIdSchema.optional(),
  /** Absolute path of a file with what could not be read. */
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
