/** What a report is made from. */
import { z } from 'zod';
import type { GraphDocument } from '../graph/document';
import { datasetName, datasetTitle } from '../study/data';
import type { Diagnostics, RunRecord, StepMetrics } from '../study/run';
import { armName } from '../study/seed-groups';
import type { Surface } from '../surface/surface';

/** environment.json of a run; parts that other versions lack are optional. */
export const environmentSchema = z.object({
  host: z.string().optional(),
  versions: z
    .object({
      skipwire: z.string().optional(),
      node: z.string().optional(),
      electron: z.string().optional(),
      tensorflow: z.string().optional(),
    })
    .default({}),
  device: z.string().optional(),
  cpu: z.object({ model: z.string(), cores: z.number() }).optional(),
  /** Bytes. */
  memory: z.number().optional(),
  os: z.string().optional(),
});
export type RunEnvironment = z.infer<typeof environmentSchema>;

export interface ReportedRun {
  record: RunRecord;
  steps: readonly Pick<StepMetrics, 'step' | 'seconds' | 'loss'>[];
  diagnostics: readonly Diagnostics[];
  /** Those that were computed, whole or in part. */
  surfaces: readonly Surface[];
  environment?: RunEnvironment;
}

/** One arm, with one value of each setting that the study varies. */
export interface ReportedArm {
  /** Undefined if it cannot be read. */
  graph?: GraphDocument;
  /** At least one; the first is the oldest. */
  runs: readonly ReportedRun[];
}

export interface ReportedStudy {
  id: string;
  name: string;
  /** What it was to find out. */
  question?: string;
  /** In the order of the study. */
  arms: readonly ReportedArm[];
  /** Commands that train it again. */
  commands: readonly string[];
}

export const recordsOf = ({ arms }: Pick<ReportedStudy, 'arms'>): RunRecord[] =>
  arms.flatMap(({ runs }) => runs.map(({ record }) => record));

export const nameOfArm = ({ runs: [run] }: ReportedArm): string => (run ? armName(run.record) : '');

/** Name of the data set. */
export const setOf = ({ split, settings: { dataset } }: RunRecord): string =>
  split?.dataset ? datasetTitle(split.dataset, dataset) : datasetName(dataset);
