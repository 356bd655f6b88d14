/** Messages between the host and the training worker process. */

import type { Progress } from '../../../core/contract/engine';
import type { PipelinePreviewRequest, PreviewStep } from '../../../core/contract/preview';
import type { RangeTestEvent } from '../../../core/contract/training';
import type { GraphDocument } from '../../../core/graph/document';
import type { MessageOrText } from '../../../core/messages';
import type { ConvolutionShape, Precision, PrecisionSpeeds } from '../../../core/study/precision';
import type { RangeTestLimits } from '../../../core/study/range-test';
import type {
  Checkpoint,
  Diagnostics,
  EpochMetrics,
  PerClass,
  StepMetrics,
  TestMetrics,
} from '../../../core/study/run';
import type { TrainingSettings } from '../../../core/study/settings';
import type { Engine } from '../../engine/types';
import type { Launch, ProcessHandle } from '../../processes/launch';
import type { Belonging } from '../../runs/binding';

/**
 * Everything one run needs; the worker writes into the run folder itself. It goes on from the newest checkpoint there,
 * or begins where there is none.
 */
export interface WorkerJob {
  runFolder: string;
  graph: GraphDocument;
  settings: TrainingSettings;
  engine: Engine;
  /** Folder of the imported data set (main/datasets/store.ts). */
  datasetFolder: string;
  /** What the data set must be. */
  datasetDigest?: string;
  /** The GPU has room for the images, where they lie ready for it (resident-images.ts). */
  residentImages?: boolean;
  /** No training but a range test within these limits. */
  rangeTest?: RangeTestLimits;
  /** What its checkpoints are of. */
  belonging?: Belonging;
  /** Epochs after which early stopping begins to wait anew: those at which the run was extended. */
  restartsWaitingAt?: readonly number[];
}

/** No training but a look at what the input pipeline makes of some images. */
export interface PreviewJob {
  preview: PipelinePreviewRequest;
  engine: Engine;
  datasetFolder: string;
}

/** No training but one convolution, timed in each of these precisions; float32 is one of them. */
export interface SpeedProbeJob {
  speedProbe: { convolution: ConvolutionShape; precisions: readonly Precision[] };
  engine: Engine;
}

export type AnyJob = WorkerJob | PreviewJob | SpeedProbeJob;

/** The training worker as its host sees it. */
export type WorkerHandle = ProcessHandle<ToWorker, FromWorker>;
export type LaunchWorker = Launch<ToWorker, FromWorker>;

export type ToWorker = { type: 'train'; job: AnyJob } | { type: 'stop' };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'progress'; progress: Progress }
  /** `perClass`: the images that were chosen, by output of the network. */
  | { type: 'started'; stepsPerEpoch: number; perClass?: PerClass }
  | { type: 'step'; metrics: StepMetrics }
  | { type: 'diagnostics'; diagnostics: Diagnostics }
  /** Share of the batches that BatchNorm's statistics are re-estimated from. */
  | { type: 'statistics'; epoch: number; fraction: number }
  | { type: 'validating'; epoch: number; fraction: number }
  | { type: 'epoch'; metrics: EpochMetrics }
  /** Share of the final test that is done. */
  | { type: 'testing'; fraction: number }
  | { type: 'test'; metrics: TestMetrics }
  /** What comes after decoding. */
  | { type: 'preview'; steps: PreviewStep[] }
  /** What is tried next. */
  | { type: 'measuring'; precision: Precision }
  | { type: 'speeds'; speeds: PrecisionSpeeds }
  | { type: 'range-test'; event: Extract<RangeTestEvent, { type: 'point' | 'done' }> }
  /** What is in the folder now, oldest first. */
  | { type: 'checkpoint'; checkpoints: Checkpoint[] }
  /** `early`: before its last epoch, by early stopping. */
  | { type: 'ended'; state: 'finished' | 'stopped'; early?: { epoch: number; metric: string } }
  /** `outOfMemory`: of the device or the machine; a smaller batch would help. `diverged`: a loss or weight is not finite. `disk`: a disk that is full, and the like. */
  | { type: 'failed'; message: MessageOrText; outOfMemory?: boolean; diverged?: boolean; disk?: boolean };
