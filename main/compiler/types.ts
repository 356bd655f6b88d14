/** The compiler's input and output; what is between is in ir/, passes/ and emit/. */
import type { Shape } from '../../core/graph/document';
import type { Initializer } from '../../core/ops/operator';
import type { Augmentation, Normalization } from '../../core/study/augmentation';
import type { Preprocessing } from '../../core/study/data';
import type { OptimizerInput } from '../../core/study/optimizer';
import type { Order } from '../../core/study/order';
import type { Precision } from '../../core/study/precision';

/** One split of a data set on disk. */
export type SplitSource = RawSplit | FileSplit;

/** Raw images (main/datasets/storage/store.ts). The graph maps the file, which must not shrink while it is in use. */
export interface RawSplit {
  kind?: 'raw';
  /** count x height x width x channels bytes. */
  imagesFile: string;
  /** [height, width, channels]; absent: those of the network's Input. */
  imageShape?: Shape;
  /** count little-endian int32 class indices. */
  labelsFile: string;
  count: number;
}

/** JPEG and PNG files, recognized by their content and decoded in each epoch (emit/pipeline/fetch.ts). */
export interface FileSplit {
  kind: 'files';
  /** Text, one path per line in the order of the labels; no path contains a line break. */
  pathsFile: string;
  /** Folder of relative paths; absent: they are absolute. */
  root?: string;
  /** count little-endian int32 class indices. */
  labelsFile: string;
  count: number;
}

export interface CompileOptions {
  optimizer: OptimizerInput;
  /** Default: float32. */
  precision?: Precision;
  /**
   * Device that the model is optimized for, by default the CPU. It runs on both, except for dilated or grouped
   * convolutions in float16, which only run on a GPU.
   */
  device?: 'cpu' | 'gpu';
  batchSize: number;
  /** Default: epoch. */
  order?: Order;
  /** Input of the network. Stored images are resized to it, and converted between 1 and 3 channels. */
  imageShape: Shape;
  /** Share of a label that is spread over all classes, 0 up to 1. Default: 0. */
  labelSmoothing?: number;
  /** Without it, there is no input pipeline, and batches are fed (`train_on_batch`). */
  dataset?: { train: SplitSource; validation: SplitSource; test?: SplitSource | undefined };
  augmentation?: Augmentation;
  /** By statistics of the training split, which `load_data` computes. Unused where the network's Input prepares pixels itself. */
  normalization?: Normalization;
  /** Adds the signatures that re-estimate the statistics of BatchNormalization (passes/batch-statistics.ts). */
  preciseBatchNorm?: boolean;
  /** How stored images are resized to `imageShape`. Default: bilinear, stretched. */
  preprocessing?: Preprocessing;
  /** Images that are decoded or resized at the same time. Default: one per processor. */
  threads?: number;
  /** Whether training and validation images in the network's size are kept on the training device. */
  resident?: boolean;
  /** Adds `find_non_finite`, to examine a training that has diverged. Needs a data set. */
  findNonFinite?: boolean;
  /** Adds `train_step_observed` and `train_on_batch_observed`, for every block or for those with these ids (diagnostic-blocks.ts). */
  diagnostics?: boolean | readonly string[];
}

/** A variable of the compiled model, in the order of `read_weights`. */
export interface VariableSpec {
  /** `stage1.block1.conv1/kernel`; optimizer slots follow it, `.../kernel/momentum`. */
  name: string;
  shape: Shape;
  trainable: boolean;
  role: 'weight' | 'slot';
  initializer: Initializer;
}

/**
 * Signatures of the compiled model, all on shared variables. Scalars have shape []. Counts and matrices are per batch and
 * add up over an epoch.
 *
 * | signature | in | out |
 * | --- | --- | --- |
 * | init | seed:int32 [] | done |
 * | load_data | | done |
 * | begin_epoch | seed:int32 [], epoch:int32 [], first_batch:int32 [] | done |
 * | train_step | learning_rate:float32 [], seed:int32 [], step:int32 [] | loss (batch mean), correct (int32), count (int32), top5 (int32; with more than five classes) |
 * | train_on_batch | as train_step, and x:float32 [N,H,W,C] in 0..1, y:int32 [N] | as train_step |
 * | train_step_observed | as train_step | as train_step, and gradient_norm, update_ratio, activation_spread: float32 [blocks] each |
 * | train_on_batch_observed | as train_on_batch | the same |
 * | find_non_finite | seed:int32 [], step:int32 [] | layer0, layer1, ..., gradient0, gradient1, ... (bool []): whether all values of the output of `checkedLayers` 0, 1, ..., and of the backward pass of `checkedGradients` 0, 1, ..., are numbers below 1e19; takes the next training batch and changes nothing (with `findNonFinite`) |
 * | begin_statistics | | done |
 * | statistics_step | weight:float32 [], seed:int32 [], step:int32 [] | done |
 * | statistics_on_batch | as statistics_step, and x, y as train_on_batch | done |
 * | take_statistics | | done |
 * | begin_validation | | done |
 * | eval_step | | loss_sum, correct, count, top5 (as above), confusion:int32 [classes,classes] by [true][predicted] |
 * | begin_test | | done |
 * | test_step | | as eval_step |
 * | eval_on_batch | x, y | as eval_step |
 * | predict | x:float32 [N,H,W,C] | y:float32 [N,classes] |
 * | read_weights | | v0, v1, ... in the order of `variables` |
 * | write_weights | v0, v1, ... | done |
 *
 * `load_data`, `begin_epoch`, `train_step`, `begin_validation` and `eval_step` exist only with a data set, `begin_test`
 * and `test_step` only with a test split. `begin_test` ends a validation in progress, and the reverse.
 * The `_observed` ones exist only with `diagnostics`. They make the update of train_step, and their vectors are in the
 * order of `diagnosticBlocks`, in the units of blockDiagnosticsSchema (core/study/run).
 * With `preciseBatchNorm` and a BatchNormalization, `statistics_step` runs the training network forward on the next
 * training batch and adds each layer's mean and variance to an average, with the share `weight` of this batch since
 * `begin_statistics` (1, 1/2, 1/3, ... for batches of one size). `take_statistics` makes the averages the moving mean and
 * variance. Nothing else changes.
 * With `normalization`, or an Input that prepares pixels, variables include `.data/mean` and, per channel, `.data/deviation`. `load_data` or
 * `write_weights` sets them, not `init`; until then the network cannot run. Fed batches are normalized in the graph too.
 * Augmentation changes what `train_step` sees, mixup and cutmix also what `train_on_batch` is fed.
 * `begin_epoch` starts at batch `first_batch`, counted from 0, and skips those before it; the others are the same as in
 * a whole epoch. With the order `tutorial` the stream of batches continues where the epoch before ended. Iterators end with "End of sequence" (SessionError.endOfSequence).
 */
export interface CompiledModel {
  /** Bytes of saved_model.pb. */
  savedModel: Uint8Array;
  tags: readonly string[];
  variables: readonly VariableSpec[];
  /** With `findNonFinite`: the layer of each `layer<n>`, in the order of computation. */
  checkedLayers?: readonly string[];
  /** And the layer of each `gradient<n>`, from the loss back. */
  checkedGradients?: readonly string[];
  stepsPerEpoch?: number;
  /** Bytes of images that `load_data` copies to the device. */
  residentBytes: number;
  /** Full training batches of an epoch, at least 1; 0 without `statistics_step`. */
  statisticsBatches: number;
  /** With `diagnostics`: the blocks of the `_observed` signatures' vectors, input to output. */
  diagnosticBlocks?: readonly string[];
}
