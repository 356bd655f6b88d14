/** Studies as documents of the host, and what a study would cost before it starts. */
import { z } from 'zod';
import { studySchema } from '../ablation/study';
import { LONGEST_NAME } from '../basics/limits';
import { textSchema } from '../messages';
import { runStateSchema } from '../study/run';
import { seedSchema } from '../study/seed';
import { studyIdSchema } from '../study/settings';
import { placeSchema, placesSchema } from './places';

/** Studies with the same revision are equal. */
const revisionSchema = z.string().max(LONGEST_NAME);

export const keptStudySchema = z.object({ study: studySchema, revision: revisionSchema });
export type KeptStudy = z.infer<typeof keptStudySchema>;

/** `base`: the revision that was edited; absent for a new study. */
export const saveStudySchema = z.object({
  id: studyIdSchema,
  base: revisionSchema.optional(),
  study: studySchema,
});
export type SaveStudy = z.infer<typeof saveStudySchema>;

export const savedStudySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('saved'), revision: revisionSchema }),
  /** Nothing was saved: the host has this version. */
  z.object({ type: z.literal('conflict'), kept: keptStudySchema }),
  z.object({ type: z.literal('gone') }),
]);
export type SavedStudy = z.infer<typeof savedStudySchema>;

export const studyInfoSchema = z.object({
  id: studyIdSchema,
  name: z.string(),
  question: z.string(),
  arms: z.number().int(),
  /** All cells. */
  runs: z.number().int(),
  savedAt: z.iso.datetime(),
  bytes: z.number().int(),
  problem: textSchema.optional(),
});
export type StudyInfo = z.infer<typeof studyInfoSchema>;

/** An arm with one combination of the varied settings; its runs differ in the seed. */
const variantSchema = z.object({
  arm: z.string(),
  values: z.array(z.object({ path: z.string(), value: z.unknown() })),
  runs: z.number().int(),
  /** Runs that are done, or train or wait already. */
  there: z.number().int(),
  /** By seed; without a state: to be trained. */
  cells: z.array(
    z.object({
      seed: seedSchema,
      state: runStateSchema.optional(),
      /** The epoch after which the study's rule ended it. */
      halved: z.number().int().optional(),
    }),
  ),
  params: z.number(),
  /** Multiply-adds for an image. */
  macs: z.number(),
  depth: z.number().int(),
  /** Bytes, for one run. */
  memory: z.number(),
  disk: z.number(),
  /** For one run; absent if nothing was measured. */
  seconds: z.number().optional(),
  /** Where the seconds are from: a few measured steps, or earlier runs of this network. */
  from: z.enum(['probe', 'runs']).optional(),
});
export type Variant = z.infer<typeof variantSchema>;

/** What is left to train. */
export const studyPlanSchema = z.object({
  variants: z.array(variantSchema),
  runs: z.number().int(),
  /** Runs that are done, or train or wait already. */
  there: z.number().int(),
  /** For all of them, one after the other; absent while that of a variant is unknown. */
  seconds: z.number().optional(),
  /** The place whose times these are. */
  place: placeSchema,
  /** Bytes: of the largest run; of all runs together; free on the disk of the runs. */
  memory: z.number(),
  disk: z.number(),
  freeDisk: z.number(),
  /** For example that runs were trained before the study was changed. */
  remarks: z.array(textSchema),
});
export type StudyPlan = z.infer<typeof studyPlanSchema>;

/** `id` of the stored study, whose runs count. `on`: where it may be trained; absent: on this machine. */
export const studyPlanRequestSchema = z.object({
  id: studyIdSchema.optional(),
  study: studySchema,
  on: placesSchema.optional(),
});
