/**
 * A study as a document: a base graph, arms that are edits of it or other graphs, settings, seeds and the settings that
 * vary. docs/studies.md describes the file.
 */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_TEXT, MOST_RUNS } from '../basics/limits';
import { halvingSchema } from '../study/halving';
import { seedSchema } from '../study/seed';
import { settingChangesSchema, variedSettingSchema } from '../study/settings';
import { editSchema } from './edits';
import { armSourceSchema, graphSourceSchema } from './source';

export const STUDY_FORMAT = 'skipwire.study';
export const STUDY_VERSION = 1;

const nameSchema = z.string().min(1).max(LONGEST_NAME);

const studyArmSchema = z.strictObject({
  name: nameSchema,
  /** Instead of the study's base. */
  base: armSourceSchema.optional(),
  /** Applied in order. */
  edits: z.array(editSchema).max(MOST_RUNS).default([]),
  settings: settingChangesSchema.optional(),
});
export type StudyArm = z.infer<typeof studyArmSchema>;

/** A cell as it was when the study was pinned: what it trains must not have changed since. */
const pinSchema = z.strictObject({
  arm: nameSchema,
  seed: seedSchema,
  /** See `cellKey` (cells.ts). */
  key: z.string().max(64),
});

export const studySchema = z.strictObject({
  format: z.literal(STUDY_FORMAT),
  version: z.literal(STUDY_VERSION),
  name: nameSchema,
  /** What the study is to find out. */
  question: z.string().max(LONGEST_TEXT).default(''),
  base: graphSourceSchema,
  arms: z.array(studyArmSchema).min(1).max(MOST_RUNS),
  /** Name of the arm that the others are compared with. */
  baseline: nameSchema,
  /** The rule that ends hopeless arms; absent: all are trained to the end. */
  halving: halvingSchema.optional(),
  seeds: z.array(seedSchema).min(1).max(MOST_RUNS),
  /** Id of a recipe, from which the settings start; absent: the defaults. */
  recipe: z.string().max(LONGEST_NAME).optional(),
  settings: settingChangesSchema.default({}),
  varied: z.array(variedSettingSchema).max(MOST_RUNS).default([]),
  cells: z.array(pinSchema).max(MOST_RUNS).optional(),
});
export type Study = z.infer<typeof studySchema>;
