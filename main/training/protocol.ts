/** Messages between the host and the training worker process. */

import type { Progress } from '../../core/contract/engine';
import type { RangeTestEvent } from '../../core/contract/training';
import type { GraphDocument } from '../../core/graph/document';
import type { RangeTestLimits } from '../../core/study/range-test';
import type { EpochMetrics, StepMetrics } from '../../core/study/run';
import type { TrainingSettings } from '../../core/study/settings';
import type { Engine } from '../engine/types';

/** Everything one run needs; the worker writes into the run folder itself. */
export interface WorkerJob {
  runFolder: string;
  graph: GraphDocument;
  settings: TrainingSettings;
  engine: Engine;
  /** Folder of the imported data set (main/datasets/store.ts). */
  datasetFolder: string;
  /** No training but a range test within these limits. */
  rangeTest?: RangeTestLimits;
}

export type ToWorker = { type: 'train'; job: WorkerJob } | { type: 'stop' };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'progress'; progress: Progress }
  | { type: 'started'; stepsPerEpoch: number }
  | { type: 'step'; metrics: StepMetrics }
  | { type: 'validating'; epoch: number; fraction: number }
  | { type: 'epoch'; metrics: EpochMetrics }
  | { type: 'checkpoint'; epoch: number }
  | { type: 'range-test'; event: Extract<RangeTestEvent, { type: 'point' | 'done' }> }
  | { type: 'ended'; state: 'finished' | 'stopped' }
  | { type: 'failed'; message: string };
