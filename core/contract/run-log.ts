/** A run's log.txt, read piece by piece while it grows. */
import { z } from 'zod';
import { runIdSchema } from '../study/run';

/** Offsets in bytes. */
const offset = z.number().int().nonnegative();

export const runLogRequestSchema = z.object({ id: runIdSchema, from: offset.default(0) });

export const runLogSchema = z.object({
  /** Where `text` begins: after `from` if the log is long, 0 if it was replaced by a shorter one. */
  from: offset,
  /** Whole lines, and the last one of a run that has ended. */
  text: z.string(),
  /** Where to go on. */
  next: offset,
});
export type RunLog = z.infer<typeof runLogSchema>;
