/** The queue: every run that is not done, over all studies, in the order of training. */
import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';
import { runIdSchema, runRecordSchema } from '../study/run';
import { placesSchema } from './places';

/** A higher one is trained first; equal ones in the order of the queue. */
export const prioritySchema = z.number().int().min(-100).max(100);

/** How many runs this machine trains at once; null: as many as a measurement found best. */
export const slotsSchema = z.number().int().min(1).max(256).nullable();

/** A run that failed this often is set aside: it waits until a person resumes it, and the others go on. */
export const MOST_FAILURES = 3;

/** A changed order or priority is part of the next list; how a run fares comes as events of the training. */
export const queueSchema = z.object({
  slots: z.object({ chosen: slotsSchema, now: z.number().int() }),
  /** First come those that are trained first. */
  entries: z.array(
    z.object({
      runId: runIdSchema,
      studyId: z.string(),
      state: runRecordSchema.shape.state,
      priority: prioritySchema,
      /** Where it may train. */
      places: placesSchema,
      /** Failed `MOST_FAILURES` times; the run's record has the reasons. */
      aside: z.boolean(),
      /** The process that trains it or will: this one, another, or none (it is paused, for example). */
      owner: z.enum(['here', 'elsewhere', 'none']),
    }),
  ),
});
export type Queue = z.infer<typeof queueSchema>;
export type QueueEntry = Queue['entries'][number];

export const someRunsSchema = z.object({ runIds: z.array(runIdSchema).min(1).max(MOST_RUNS) });
