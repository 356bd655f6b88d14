/** What people write on runs (core/study/annotations.ts). */
import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';
import { annotationChangeSchema, annotationsSchema } from '../study/annotations';
import { runIdSchema } from '../study/run';

/** By the id of a run. */
export const annotationChangesSchema = z
  .record(runIdSchema, annotationChangeSchema)
  .refine((changes) => Object.keys(changes).length <= MOST_RUNS);
export type AnnotationChanges = z.infer<typeof annotationChangesSchema>;

/** All annotations of the runs that were changed. */
export const annotationsEventSchema = z.record(z.string(), annotationsSchema);
export type AnnotationsEvent = z.infer<typeof annotationsEventSchema>;
