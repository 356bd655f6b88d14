/** What people write on a run. It is kept beside run.json (main/runs/annotations.ts), so that a run is trained and repaired without it. */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_TEXT } from '../basics/limits';

/** Tags of one run. */
const MOST_TAGS = 100;
/** A comma separates tags. */
const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(LONGEST_NAME)
  .regex(/^[^,]*$/);
const tagsSchema = z.array(tagSchema).max(MOST_TAGS);

/** What is absent was not written: no name of its own, no notes, not starred. */
export const annotationsSchema = z
  .object({
    /** Shown instead of the arm. */
    name: z.string().max(LONGEST_NAME),
    notes: z.string().max(LONGEST_TEXT),
    /** In the order in which they were added. */
    tags: tagsSchema,
    starred: z.boolean(),
    /** Not shown in Compare. */
    hidden: z.boolean(),
    /** Only shown where it is asked for. */
    archived: z.boolean(),
    /** The damaged file that these replace, until they are changed. */
    setAside: z.string().max(LONGEST_NAME),
  })
  .partial();
export type Annotations = z.infer<typeof annotationsSchema>;

/** Null removes a text. Tags are added and removed one by one, so that two windows do not undo each other. */
export const annotationChangeSchema = z
  .object({
    name: z.string().trim().min(1).max(LONGEST_NAME).nullable(),
    notes: z.string().min(1).max(LONGEST_TEXT).nullable(),
    addTags: tagsSchema,
    removeTags: tagsSchema,
    starred: z.boolean(),
    hidden: z.boolean(),
    archived: z.boolean(),
  })
  .partial();
export type AnnotationChange = z.infer<typeof annotationChangeSchema>;

const FLAGS = ['starred', 'hidden', 'archived'] as const;
const TEXTS = ['name', 'notes'] as const;

export function annotated(before: Annotations, change: AnnotationChange): Annotations {
  const { setAside: _, ...after } = { ...before };
  for (const text of TEXTS) {
    const value = change[text];
    if (value === null) delete after[text];
    else if (value !== undefined) after[text] = value;
  }
  for (const flag of FLAGS) {
    if (change[flag] === false) delete after[flag];
    else if (change[flag]) after[flag] = true;
  }
  const removed = new Set(change.removeTags);
  const tags = [...new Set([...(before.tags ?? []), ...(change.addTags ?? [])])].filter(
    (tag) => !removed.has(tag),
  );
  if (tags.length > 0) after.tags = tags.slice(0, MOST_TAGS);
  else delete after.tags;
  return after;
}

/** The change that undoes another. */
export function inverseChange(before: Annotations, change: AnnotationChange): AnnotationChange {
  const inverse: AnnotationChange = {};
  for (const text of TEXTS) if (change[text] !== undefined) inverse[text] = before[text] ?? null;
  for (const flag of FLAGS) if (change[flag] !== undefined) inverse[flag] = before[flag] ?? false;
  const had = new Set(before.tags);
  const added = (change.addTags ?? []).filter((tag) => !had.has(tag));
  const removed = (change.removeTags ?? []).filter((tag) => had.has(tag));
  if (added.length > 0) inverse.removeTags = added;
  if (removed.length > 0) inverse.addTags = removed;
  return inverse;
}
