/** Operators and nodes by purpose, as the passes and the stages (stages.ts) use them. */
import type { OperatorName } from './attributes';
import type { Node } from './types';

/** Made only by gradient rules. */
export const gradientParts: readonly OperatorName[] = [
  'conv2d_input_grad',
  'conv2d_filter_grad',
  'depthwise_conv2d_input_grad',
  'depthwise_conv2d_filter_grad',
  'bias_grad',
  'batch_norm_grad',
  'layer_norm_grad',
  'group_norm_grad',
  'max_pool_grad',
  'avg_pool_grad',
  'spatial_max_grad',
  'spatial_mean_grad',
  'subsample_grad',
  'upsample_grad',
  'activation_grad',
  'softmax_grad',
  'scale_rows',
  'sum_grad',
  'mean_grad',
  'clip_grad',
  'maximum_grad',
  'apply_mask',
];

/** Made only by optimizers. */
export const optimizerUpdates: readonly OperatorName[] = [
  'sgd_update',
  'momentum_update',
  'adam_update',
  'rmsprop_update',
];

/** Made only by passes/convolution-products.ts; no gradient flows through them. */
export const convolutionProductParts: readonly OperatorName[] = [
  'conv2d_product',
  'conv2d_product_input_grad',
  'conv2d_product_filter_grad',
];

/** Operators that supply batches of a data set. */
export const inputPipelineParts: readonly OperatorName[] = [
  'load_file',
  'load_lines',
  'map_file',
  'image_statistics',
  'decode_pictures',
  'begin_iteration',
  'next_bytes',
  'next_batch',
];

/** Sums of products, for which short types exist. */
export const productOperators: readonly OperatorName[] = [
  'conv2d',
  'conv2d_transpose',
  'depthwise_conv2d',
  'matmul',
];

/**
 * Not the compiler's own nodes, such as losses, which begin with a dot, nor arithmetic on parameters, which has no
 * batch.
 */
export const isNetwork = ({ name, outputs }: Node): boolean =>
  !name.startsWith('.') && outputs[0]?.shape[0] === null;
