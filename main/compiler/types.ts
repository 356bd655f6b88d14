/** The compiler's input and output; what is between is in ir/, passes/ and emit/. */
import type { Shape } from '../../core/graph/document';
import type { Initializer } from '../../core/ops/operator';
import type { Augmentation, Normalization } from '../../core/study/augmentation';
import type { Preprocessing } from '../../core/study/data';
import type { OptimizerInput } from '../../core/study/optimizer';
import type { Precision } from '../../core/study/precision';

/** One split of a data set on disk. */
export type SplitSource = RawSplit | FileSplit;

/** Raw: see main/datasets/storage/store.ts. The graph maps the file: it must be as long as its images ask while it is in use. */
export interface RawSplit {
  kind?: 'raw';
  /** count x height x width x channels bytes. */
  imagesFile: string;
  /** [height, width, channels] in the file; absent: those of the network's Input. */
  imageShape?: Shape;
  /** count little-endian int32 class indices. */
  labelsFile: string;
  count: number;
}

/** JPEG and PNG files, distinguished by their content and decoded in every epoch (emit/pipeline/fetch.ts). */
export interface FileSplit {
  kind: 'files';
  /** Text, one path a line in the order of the labels; a path with a line break in it has no place here. */
  pathsFile: string;
  /** Folder that the paths are relative to; absent: they are absolute. */
  root?: string;
  /** count little-endian int32 class indices. */
  labelsFile: string;
  count: number;
}

export interface CompileOptions {
  optimizer: OptimizerInput;
  /** What the network computes in; float32 where absent (core/study/settings.ts). */
  precision?: Precision;
  /** What the compiled model is made fast for; the CPU where absent. It runs on either, but for float16 in dilated or grouped convolutions, which only a GPU has. */
  device?: 'cpu' | 'gpu';
  batchSize: number;
  /** What the network takes; stored images of other sizes, or with 1 channel for 3 or 3 for 1, are brought to it. */
  imageShape: Shape;
  /** Share of a label that is spread over all classes, 0 up to 1; absent: 0. */
  labelSmoothing?: number;
  /** Absent: no input pipeline; batches are fed (`train_on_batch`). */
  dataset?: { train: SplitSource; validation: SplitSource; test?: SplitSource | undefined };
  /** For training images; absent: none. */
  augmentation?: Augmentation;
  /** Absent: none. Statistics are those of the training split, computed by `load_data`. */
  normalization?: Normalization;
  /** Adds the signatures that re-estimate the statistics of BatchNormalization (passes/batch-statistics.ts). */
  preciseBatchNorm?: boolean;
  /** How stored images are brought to `imageShape`; bilinear, stretched, where absent. */
  preprocessing?: Preprocessing;
  /** Images that are decoded or resized at once; as many as there are processors where absent. */
  threads?: number;
  /**
   * Whether images for training and validation are kept in the memory of the device that trains, where they lie in a file
   * in the size that the network takes; else they stay in the computer's, mapped. Training sees the same either way.
   */
  resident?: boolean;
  /** Adds `find_non_finite`, for a look into a training that has diverged. Needs a data set. */
  findNonFinite?: boolean;
  /**
   * Adds `train_step_observed` and `train_on_batch_observed`: true for every block, or the ids of blocks (groups of
   * kind block or stem, and nodes with weights that stand in none).
   */
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
 * What a caller may ask of a compiled model. Counts and matrices are of one batch: they add up over an epoch.
 *
 * Signatures of the compiled model (all on shared variables). Scalars have shape [].
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
 * and `test_step` only with a test split. That and the validation split take turns: `begin_test` ends a validation under
 * way, and the reverse.
 * The `_observed` ones exist only with `diagnostics`; they make the very update of train_step (in its place, not beside
 * it), and their vectors are in the order of `diagnosticBlocks`, in the units of blockDiagnosticsSchema (core/study/run).
 * With `preciseBatchNorm` and a BatchNormalization in the network, `statistics_step` runs the training network forward on
 * the next training batch and adds each layer's mean and variance to an average, in which this batch has the share `weight`
 * of all since `begin_statistics`: 1, 1/2, 1/3, ... for batches of one size. `take_statistics` makes the averages the
 * moving mean and variance. Nothing else changes.
 * With `normalization`, variables include `.data/mean` and, per channel, `.data/deviation`. They are set by `load_data`
 * or `write_weights`, not by `init`; until then the network cannot run. Whatever is fed is normalized in the graph.
 * Augmentation changes what `train_step` sees, mixup and cutmix also what `train_on_batch` is fed.
 * `begin_epoch` starts at batch `first_batch`, counted from 0: the batches before it are skipped without being made,
 * and those after it are the same as those of an epoch that began at 0. At or beyond `stepsPerEpoch` none is left.
 * Training and validation iterators end with "End of sequence" (SessionError.endOfSequence).
 */
export interface CompiledModel {
  /** Bytes of saved_model.pb. */
  savedModel: Uint8Array;
  tags: readonly string[];
  variables: readonly VariableSpec[];
  /** With `findNonFinite`: the layer of each `layer<n>` of `find_non_finite`, in the order of computation. */
  checkedLayers?: readonly string[];
  /** Likewise of each `gradient<n>`, from the loss back. */
  checkedGradients?: readonly string[];
  stepsPerEpoch?: number;
  /** Bytes of images that `load_data` brings to the device; 0 where none are resident. */
  residentBytes: number;
  /** Full training batches of an epoch, at least 1; 0 where `statistics_step` does not exist. */
  statisticsBatches: number;
  /** With `diagnostics`: the blocks of the `_observed` signatures' vectors, input to output. */
  diagnosticBlocks?: readonly string[];
}
