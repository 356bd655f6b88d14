/** The operators of the IR, their attributes and meanings. Type rules are in rules/. */
import type { Initializer } from '../../../core/ops/operator';
import type { Augmentation } from '../../../core/study/augmentation';
import type { Preprocessing } from '../../../core/study/data';
import type { Order } from '../../../core/study/order';
import type { Activation } from './activations';
import type { DataType, FloatingType, TensorShape } from './tensor-type';

export type Padding = 'same' | 'valid';
export type Pair = readonly [height: number, width: number];
export type BinaryFunction = 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum' | 'maximum';
export type UnaryFunction = 'negate' | 'log' | 'reciprocal' | 'square_root' | 'reciprocal_square_root';
/** The unit that a dropout keeps or drops. */
export type DropoutUnit = 'value' | 'channel' | 'example' | 'batch';
type None = Readonly<Record<string, never>>;

/** Windows slide over height and width of [N, H, W, C]; `same` pads as TensorFlow does: more at the end. */
export interface Sliding {
  readonly strides: Pair;
  readonly padding: Padding;
}
/** The kernel's values lie `dilations` pixels apart; strides or dilations are 1. Absent: 1. */
export interface Convolution extends Sliding {
  readonly dilations?: Pair;
}
export interface Pooling extends Sliding {
  readonly size: Pair;
}
export interface Upsampling {
  readonly size: Pair;
  readonly method: 'nearest' | 'bilinear';
}
/** Zeros before and after, for each dimension. */
export interface Margins {
  readonly margins: readonly (readonly [before: number, after: number])[];
}

export interface OperatorAttributes {
  /** () -> fed by the caller */
  input: { readonly dtype: DataType; readonly shape: TensorShape };
  /** () -> a tensor filled with one number */
  constant: { readonly dtype: DataType; readonly shape: readonly number[]; readonly value: number };

  /** () -> the variable's value */
  read: { readonly variable: string };
  /** (value) -> */
  assign: { readonly variable: string };
  /** (rate, gradient) -> ; variable -= rate * gradient */
  sgd_update: { readonly variable: string };
  /**
   * (rate, gradient) -> ; slot = momentum * slot - rate * gradient; variable += slot, or with `nesterov`
   * variable += momentum * slot - rate * gradient
   */
  momentum_update: {
    readonly variable: string;
    readonly slot: string;
    readonly momentum: number;
    readonly nesterov: boolean;
  };
  /**
   * (rate, beta1 ^ t [], beta2 ^ t [], gradient) -> ; m += (gradient - m) * (1 - beta1);
   * v += (gradient^2 - v) * (1 - beta2); with a `velocityHat` v' = velocityHat = max(velocityHat, v), else v' = v;
   * variable -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v') + epsilon)
   */
  adam_update: {
    readonly variable: string;
    readonly momentum: string;
    readonly velocity: string;
    readonly velocityHat: string | null;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
  };
  /**
   * (rate, gradient) -> ; velocity = rho * velocity + (1 - rho) * gradient^2; with an `average`
   * average = rho * average + (1 - rho) * gradient, d = velocity - average^2 + epsilon, else d = velocity + epsilon;
   * slot = momentum * slot + rate * gradient / sqrt(d); variable -= slot. Without a slot the momentum is 0.
   */
  rmsprop_update: {
    readonly variable: string;
    readonly velocity: string;
    readonly slot: string | null;
    readonly average: string | null;
    readonly rho: number;
    readonly momentum: number;
    readonly epsilon: number;
  };
  /** (step int32 []) -> base ^ (step + 1), [] */
  power_of_step: { readonly base: number };

  /** (x [N,H,W,C], kernel [h,w,C/G,F]) -> [N,H',W',F], in G groups of channels: each group of filters sees one. */
  conv2d: Convolution;
  /** (x, for its shape only; kernel; dy) -> dx */
  conv2d_input_grad: Convolution;
  /** (x; kernel, for its shape only; dy) -> dkernel */
  conv2d_filter_grad: Convolution;
  /**
   * (x [N,H,W,C], kernel [h,w,F,C]) -> [N,height,width,F]: the transpose of the convolution of an image of that size,
   * which may be any size that the convolution turns into x's.
   */
  conv2d_transpose: Sliding & { readonly height: number; readonly width: number };
  /** (x [N,H,W,C], kernel [h,w,C,M]) -> [N,H',W',C*M]: channel c makes channels c*M to c*M+M-1. One stride for both. */
  depthwise_conv2d: Convolution;
  /** (x, for its shape only; kernel; dy) -> dx */
  depthwise_conv2d_input_grad: Convolution;
  /** (x; kernel, for its shape only; dy) -> dkernel */
  depthwise_conv2d_filter_grad: Convolution;
  /** conv2d and its gradients as matrix products, for the shapes of convolution-product.ts. */
  conv2d_product: Sliding;
  conv2d_product_input_grad: Sliding;
  /** For one window, or by taps (convolution-taps.ts). */
  conv2d_product_filter_grad: Sliding;
  /** (x [..., C], bias [C]) -> x + bias */
  bias_add: None;
  /** (dy [..., C]) -> [C] */
  bias_grad: None;
  /** (a [M,K], b [K,N]), each optionally transposed -> [M,N] */
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };

  /**
   * (x [N,H,W,C] or [N,C], gamma, beta) -> y, batch mean [C], biased batch variance [C], saved.
   * y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
   */
  batch_norm_train: { readonly epsilon: number };
  /** (dy, x, gamma, saved) -> dx, dgamma, dbeta */
  batch_norm_grad: { readonly epsilon: number };
  /** (gamma, beta, saved) -> the standard deviation of y over everything, [] */
  batch_norm_spread: { readonly epsilon: number };
  /** (x, gamma, beta, mean, variance) -> y */
  batch_norm_infer: { readonly epsilon: number };
  /**
   * (x [..., C], gamma [C], beta [C]) -> y, saved, with mean and biased variance over the channels of one position:
   * y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
   */
  layer_norm: { readonly epsilon: number };
  /** (dy, gamma, saved) -> dx, dgamma, dbeta */
  layer_norm_grad: None;
  /** As layer_norm, for [N,H,W,C] or [N,C], with mean and variance over C / groups channels of one whole example. */
  group_norm: { readonly epsilon: number; readonly groups: number };
  /** (dy, gamma, saved) -> dx, dgamma, dbeta */
  group_norm_grad: { readonly groups: number };

  /** (x) -> f(x) */
  activation: Activation;
  /** (dy, and x or y as `gradientSource` says) -> dx */
  activation_grad: Activation;
  /** (x [..., C]) -> exp(x) / sum(exp(x)) along the last axis */
  softmax: None;
  /** (dy, y) -> dx */
  softmax_grad: None;

  /** (x) -> [N,H',W',C] */
  max_pool: Pooling;
  /** (x, y, dy) -> dx */
  max_pool_grad: Pooling;
  /** (x) -> [N,H',W',C], the mean of the values under the window; padded positions do not count */
  avg_pool: Pooling;
  /** (x, for its shape only; dy) -> dx */
  avg_pool_grad: Pooling;
  /** (x [N,H,W,C]) -> [N,C], the largest over height and width */
  spatial_max: None;
  /** (x, y, dy [N,C]) -> dx; values that are largest together share the gradient evenly */
  spatial_max_grad: None;
  /** (x [N,H,W,C]) -> [N,C], the mean over height and width */
  spatial_mean: None;
  /** (dy [N,C]) -> [N,H,W,C] */
  spatial_mean_grad: { readonly height: number; readonly width: number };

  pad: Margins;
  /** (dy) -> dx; takes the margins away */
  crop: Margins;
  /** (x [N,H,W,C]) -> every strides-th row and column, from the first */
  subsample: { readonly strides: Pair };
  /** (dy) -> dx of the given height and width, with zeros in the other rows and columns */
  subsample_grad: { readonly strides: Pair; readonly height: number; readonly width: number };
  /**
   * (x [N,H,W,C]) -> [N, H * size, W * size, C]. nearest: every pixel size times; bilinear: between the centers of the
   * pixels; values beyond the outermost ones are theirs.
   */
  upsample: Upsampling;
  /** (x, for its shape only; dy) -> dx */
  upsample_grad: Upsampling;
  /** (x) -> the same values, row-major */
  reshape: { readonly shape: TensorShape };
  /** (x, floating) -> x rounded to the nearest number of `dtype` */
  cast: { readonly dtype: FloatingType };
  /** (a, b, ...) of one shape -> their sum */
  add_n: None;
  /** (a [..., A], b [..., B], ...) -> [..., A + B + ...] */
  concat: None;
  /** (x) -> x[..., begin : begin + size] */
  channel_slice: { readonly begin: number; readonly size: number };
  /** (dy, a, b of one shape, a or b may be a scalar) -> dy where a >= b, else 0; and dy where a < b, else 0 */
  maximum_grad: None;
  /** (x [N,H,W,C], gates [N,C]) -> x * gates */
  channel_scale: None;
  /** (a [N,H,W,C], b [N,H,W,C]) -> [N,C], the sum of a * b over height and width */
  spatial_dot: None;

  /**
   * (x, seed [], step []) -> x * mask, mask; each mask value is 0 with probability rate, else 1 / (1 - rate), for one
   * value of x, one channel of one example, or one whole example. The mask has 1 for the sides it spans.
   */
  dropout: { readonly rate: number; readonly key: number; readonly per: DropoutUnit };
  /** (x, mask of a dropout of x) -> x * mask */
  apply_mask: None;

  /** (a [], b [], ...) -> [n] */
  stack: None;
  /** (x) -> sqrt(mean((x - mean(x))^2)) over everything, [] */
  standard_deviation: None;
  /** () -> ; follows the nodes it is `after` */
  barrier: None;

  /** (scores [N,C], labels int32 [N]) -> losses [N], gradient [N,C] = softmax(scores) - onehot(labels) */
  softmax_cross_entropy: None;
  /**
   * (scores [N,C], targets [N,C], each row a distribution) -> losses [N], gradient [N,C] = softmax(scores) - targets.
   * No gradient flows to the targets.
   */
  soft_cross_entropy: None;
  /** (labels int32 [N]) -> [N,C]: 1 at the label, else 0 */
  one_hot: { readonly classes: number };
  /** (rows [N], x [N,C]) -> row n of x times rows[n] */
  scale_rows: None;
  /** (x) -> [] */
  sum: None;
  /** (x) -> [] */
  mean: None;
  /** (dy [], x, for its shape only) -> dy / size(x), everywhere */
  mean_grad: None;
  /** (dy [], x, for its shape only) -> dy, everywhere */
  sum_grad: None;
  /** (x) -> sum(x * x) / 2, [] */
  half_square_sum: None;
  /** (scores [N,C], labels int32 [N]) -> how many rows have their (first) maximum at the label, int32 [] */
  count_correct: None;
  /** (scores [N,C], labels int32 [N]) -> how many rows have their label among the k largest scores, int32 [] */
  count_top: { readonly k: number };
  /** (scores [N,C], labels int32 [N]) -> int32 [C,C]: rows by [label][place of the (first) maximum] */
  confusion_matrix: None;
  /** (x [N, ...]) -> N, int32 [] */
  batch_size: None;

  /** (a, b, ...), float32 -> whether all their values are numbers below about 1e19, bool [] */
  all_finite: None;
  /** (x, condition bool []) -> x if the condition is true; otherwise its users do not run */
  when: None;
  /** (condition bool []) -> ; follows the nodes it is `after`, which depend on the condition, whether they run or not */
  settled: None;
  /**
   * (finite bool [], scale [], good steps []) -> the next scale and count: half and 0 after an overflow; twice and 0
   * after `growthSteps` finite steps in a row; else the same and one more.
   */
  next_loss_scale: { readonly growthSteps: number };

  /** (a, b) of one shape, or one of them a scalar */
  binary: { readonly function: BinaryFunction };
  unary: { readonly function: UnaryFunction };
  clip: { readonly low: number; readonly high: number };
  /** (dy, x) -> dy where low <= x <= high, else 0 */
  clip_grad: { readonly low: number; readonly high: number };

  /** (seed int32 []) -> a draw that is a pure function of (seed, key) */
  initial_value: {
    readonly initializer: Initializer;
    readonly shape: readonly number[];
    readonly key: number;
  };

  /** (x [N,H,W,C], mean [C] or [H,W,C], deviation of the same shape or absent) -> (x - mean) / deviation */
  normalize: None;
  /**
   * (x [N,H,W,C], targets [N,K], seed [], step []) -> both mixed with those of the batch turned by a drawn number of
   * places, in shares from Beta(alpha, alpha); the image's own share is the larger. mixup: weighted means. cutmix: a
   * rectangle of the other image, targets by area. With both, one at even odds.
   */
  mix_batch: { readonly mixup: number; readonly cutmix: number };

  /** () -> the first examples of a file of raw little-endian numbers; shape[0] is their count */
  load_file: { readonly path: string; readonly dtype: DataType; readonly shape: readonly number[] };
  /**
   * () -> the first examples of a file of bytes, uint8, mapped into memory. The file must not shrink while the value is in
   * use.
   */
  map_file: { readonly path: string; readonly shape: readonly number[] };
  /** () -> the first lines of a text file, string [count] */
  load_lines: { readonly path: string; readonly count: number };
  /**
   * () -> mean and population standard deviation [C] over all pixels of all images, in 0..1, or the mean image [H,W,C]
   * alone. The deviation is 1 for a channel that never varies.
   */
  image_statistics: { readonly iterator: IteratorSpec; readonly of: 'channel' | 'pixel' };
  /**
   * (seed [], epoch [], first batch []) when shuffling, () or (first batch []) otherwise -> ; rewinds an iterator over
   * batches of (images, labels). The order is a pure function of (seed, epoch), and the last batch may be short. With
   * `order` tutorial it is one of (seed, number of the batch since the first epoch), see core/study/order.ts.
   * Augmentation (all but mixup and cutmix) draws for each image by (seed, epoch, index of the image); `center` is what
   * normalization subtracts.
   */
  begin_iteration: {
    readonly iterator: IteratorSpec;
    readonly shuffle: boolean;
    /** Only if it shuffles; absent: epoch. */
    readonly order?: Order | undefined;
    readonly augmentation?: Augmentation | undefined;
    readonly center?: Center | undefined;
    /** Only these, in this order, as in that epoch. The inputs are (seed, epoch). */
    readonly only?: readonly number[] | undefined;
  };
  /** (pictures: JPEG or PNG files, string [N]) -> their images as in training, uint8 [N,H,W,C] */
  decode_pictures: { readonly imageShape: readonly number[]; readonly preprocessing: Preprocessing };
  /** () -> the bytes of the iterator's next images, four to an int32, zeros behind; fails at the end of the sequence */
  next_bytes: { readonly iterator: IteratorSpec };
  /**
   * () -> images float32 [N,H,W,C] in 0..1, labels int32 [N]; fails at the end of the sequence. With a `resident`
   * iterator, images are augmented here, as begin_iteration says.
   */
  next_batch: {
    readonly iterator: IteratorSpec;
    readonly augmentation?: Augmentation | undefined;
    readonly center?: Center | undefined;
  };
}

/** A variable that normalization subtracts, per channel [C] or per pixel [H,W,C]. */
export interface Center {
  readonly variable: string;
  readonly of: 'channel' | 'pixel';
}

/** An iterator over examples, which are in variables of role `data`; photos stay in their files. */
export interface IteratorSpec {
  /** The iterator's; splits that take turns share one. */
  readonly name: string;
  readonly split: string;
  readonly images: ImageStore;
  /** int32 [count] */
  readonly labels: string;
  /** Shape that images are brought to. */
  readonly imageShape: readonly number[];
  readonly preprocessing: Preprocessing;
  readonly count: number;
  readonly batchSize: number;
  /** Whether batches leave the iterator as bytes, a quarter of the size; false if augmentation computes floats. */
  readonly bytes: boolean;
  /** Images decoded or resized at the same time. */
  readonly threads: number;
  /**
   * Whether batches bring indices of images on the training device (`ImageStore.resident`), and bytes only of a split that
   * is not there. Augmentation then happens on the device.
   */
  readonly resident?: boolean | undefined;
}

/**
 * mapped: a uint8 variable [count, ...shape] over a mapped file, and perhaps another of role `resident` with the same
 * images in the network's size. files: a string variable [count] of paths to JPEG or PNG files, relative to `root`.
 */
export type ImageStore =
  | {
      readonly kind: 'mapped';
      readonly variable: string;
      readonly shape: readonly number[];
      readonly resident?: string | undefined;
    }
  | { readonly kind: 'files'; readonly paths: string; readonly root?: string | undefined };

export type OperatorName = keyof OperatorAttributes;
