import type { Progress } from '../../../core/contract/engine';
import type { PipelinePreviewRequest, PreviewStep } from '../../../core/contract/preview';
import type { RangeTestEvent } from '../../../core/contract/training';
import type { GraphDocument, Shape } from '../../../core/graph/document';
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
import type { StepTimes } from '../../../core/study/step-times';
import type { Engine } from '../../engine/types';
import type { Launch, ProcessHandle } from '../../processes/launch';
import type { Belonging } from '../../runs/binding';

/** One run. It continues from the newest checkpoint in the run folder, if there is one. */
export interface WorkerJob {
  runFolder: string;
  graph: GraphDocument;
  settings: TrainingSettings;
  engine: Engine;
  /** main/datasets/storage/store.ts */
  datasetFolder: string;
  datasetDigest?: string;
  /** Keep the images in GPU memory if possible (resident-images.ts). */
  residentImages?: boolean;
  /** A range test instead of training. */
  rangeTest?: RangeTestLimits;
  /** A few timed steps instead of training. */
  stepProbe?: true;
  /** Written into its checkpoints. */
  belonging?: Belonging;
  /** Epochs at which the patience of early stopping starts over. */
  restartsWaitingAt?: readonly number[];
}

/** Input pipeline on some images. */
export interface PreviewJob {
  preview: PipelinePreviewRequest;
  engine: Engine;
  datasetFolder: string;
}

/** Times one convolution; float32 is one of the precisions. */
export interface SpeedProbeJob {
  speedProbe: { convolution: ConvolutionShape; precisions: readonly Precision[] };
  engine: Engine;
}

/** Times steps of a network on images of its own, with the threads of the process. */
export interface ShareProbeJob {
  shareProbe: { graph: GraphDocument; settings: TrainingSettings; imageShape: Shape; threads: number };
  engine: Engine;
}

/** No training, but a saved model that is run on many images. */
export interface PredictJob {
  predict: {
    /** Folder with a saved_model.pb. */
    model: string;
    tags: readonly string[];
    signature: string;
    /** The signature's input, from a file of raw little-endian float32; absent: the model reads its images itself (compilePrediction). */
    fed?: { name: string; file: string; shape: readonly number[]; batchSize: number };
    /** The signature's outputs that are kept, and the folder where each becomes `<name>.f32`. */
    outputs: readonly string[];
    into: string;
  };
  engine: Engine;
}

/** Points of a loss surface, computed by a model of compileSurface. */
export interface SurfaceJob {
  surface: {
    /** Folder with a saved_model.pb. */
    model: string;
    tags: readonly string[];
    /** The moved weights in the order of the signature `move`, and the file with their values, named by surfaceTensors (surface-job.ts). */
    names: readonly string[];
    weights: string;
    /** Raw little-endian float32, and int32. */
    images: string;
    labels: string;
    /** Shape of all images: [N,H,W,C]. */
    shape: readonly number[];
    batchSize: number;
    points: readonly { index: number; place: readonly [x: number, y: number] }[];
  };
  engine: Engine;
}

export type AnyJob = WorkerJob | PreviewJob | SpeedProbeJob | ShareProbeJob | PredictJob | SurfaceJob;

export type WorkerHandle = ProcessHandle<ToWorker, FromWorker>;
export type LaunchWorker = Launch<ToWorker, FromWorker>;

/** `stays`: after a finished run it waits for another job. */
export type ToWorker = { type: 'train'; job: AnyJob; stays?: boolean } | { type: 'stop' };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'progress'; progress: Progress }
  /** `perClass`: selected images by output of the network. */
  | { type: 'started'; stepsPerEpoch: number; perClass?: PerClass }
  | { type: 'step'; metrics: StepMetrics }
  | { type: 'diagnostics'; diagnostics: Diagnostics }
  /** Re-estimating BatchNorm statistics. */
  | { type: 'statistics'; epoch: number; fraction: number }
  | { type: 'validating'; epoch: number; fraction: number }
  | { type: 'epoch'; metrics: EpochMetrics }
  /** The final test. */
  | { type: 'testing'; fraction: number }
  | { type: 'test'; metrics: TestMetrics }
  /** The steps after decoding. */
  | { type: 'preview'; steps: PreviewStep[] }
  /** Images that are done. */
  | { type: 'predicted'; count: number }
  /** Sums over the images. */
  | { type: 'surface-point'; index: number; lossSum: number; correct: number }
  /** Sent before each try. */
  | { type: 'measuring'; precision: Precision }
  | { type: 'speeds'; speeds: PrecisionSpeeds }
  /** Those that a step takes. */
  | { type: 'share'; milliseconds: number }
  | { type: 'step-times'; times: StepTimes }
  | { type: 'range-test'; event: Extract<RangeTestEvent, { type: 'point' | 'done' }> }
  /** Oldest first. */
  | { type: 'checkpoint'; checkpoints: Checkpoint[] }
  | { type: 'ended'; state: 'finished' | 'stopped'; early?: { epoch: number; metric: string } }
  /** `outOfMemory`: a smaller batch would help. `diverged`: a loss or weight is not finite. `disk`: full, for example. */
  | { type: 'failed'; message: MessageOrText; outOfMemory?: boolean; diverged?: boolean; disk?: boolean };
