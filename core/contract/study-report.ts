/** The report of a study, as the window asks for it. */
import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';
import { LANGUAGES, messageSchema } from '../messages';
import { runIdSchema } from '../study/run';

export const studyReportRequestSchema = z.object({
  /** Runs of one study, or of several that are compared. */
  runIds: z.array(runIdSchema).min(1).max(MOST_RUNS),
  /** The window's. */
  language: z.enum(LANGUAGES),
});
export type StudyReportRequest = z.infer<typeof studyReportRequestSchema>;

export const studyReportSchema = z.object({
  /** The folder's, absolute. */
  path: z.string(),
  remarks: z.array(messageSchema),
});
export type StudyReport = z.infer<typeof studyReportSchema>;
