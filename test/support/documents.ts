/** Small graph documents for tests. */
import { GRAPH_FORMAT, GRAPH_VERSION, type GraphDocument, type ParamValue } from '../../core/graph/document';
import type { PresetOptions } from '../../core/presets';
import { buildNetwork } from '../../core/presets/build';

export interface NodeSpec {
  id: string;
  type: string;
  params?: Record<string, ParamValue>;
  /** Nodes that feed it, in port order; the previous node of the list where absent. */
  from?: readonly string[];
}

/** A document of the listed nodes; the first is the input. */
export function documentOf(name: string, specs: readonly NodeSpec[]): GraphDocument {
  const edges = specs.flatMap(({ id, from }, index) => {
    const previous = specs[index - 1]?.id;
    const sources = from ?? (previous === undefined ? [] : [previous]);
    return sources.map((source, port) => ({ id: `${source}-${id}-${port}`, source, target: id, port }));
  });
  return {
    format: GRAPH_FORMAT,
    version: GRAPH_VERSION,
    name,
    nodes: specs.map(({ id, type, params = {} }) => ({ id, type, params })),
    edges,
    groups: [],
  };
}

/**
 * Begins like ResNet-18, but ends after one block of each of its first two stages: one without and one with a projection. It
 * has a third of the layers, and so takes TensorFlow a third of the time to prepare.
 */
export const smallResNet = (options: PresetOptions = {}): GraphDocument =>
  buildNetwork(
    {
      id: 'resnet6',
      title: 'ResNet-6',
      family: 'resnet',
      kind: 'imagenet',
      block: 'basic',
      stages: [1, 1],
    },
    { width: 1 / 16, ...options },
  );

/** The same network as `mixed_network` of test/reference/networks.py. */
export const mixedDocument = (head: string): GraphDocument =>
  documentOf('mixed', [
    { id: 'input', type: 'Input', params: { shape: [9, 7, 3] } },
    { id: 'pad', type: 'ZeroPadding2D', params: { padding: [1, 0, 2, 1] } },
    {
      id: 'conv1',
      type: 'Conv2D',
      params: { filters: 6, kernelSize: [3, 2], strides: [2, 2], padding: 'valid', useBias: false },
    },
    { id: 'tanh', type: 'Activation', params: { function: 'tanh' } },
    { id: 'bn1', type: 'BatchNormalization', params: { momentum: 0.8, epsilon: 1e-5 } },
    { id: 'conv2', type: 'Conv2D', params: { filters: 5, kernelSize: [2, 2], padding: 'same' } },
    {
      id: 'conv3',
      type: 'Conv2D',
      params: { filters: 5, kernelSize: [1, 1], padding: 'same' },
      from: ['bn1'],
    },
    { id: 'add', type: 'Add', from: ['conv2', 'conv3', 'conv2'] },
    { id: 'sigmoid', type: 'Activation', params: { function: 'sigmoid' } },
    { id: 'pool', type: 'MaxPooling2D', params: { poolSize: [2, 2], strides: [1, 1], padding: 'valid' } },
    { id: 'flatten', type: 'Flatten' },
    { id: 'hidden', type: 'Dense', params: { units: 12 } },
    { id: 'bn2', type: 'BatchNormalization' },
    { id: 'relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'head', type: 'Dense', params: { units: 4, activation: head } },
  ]);

/** The operators that slide a window, normalize or resample, each with other parameters than its defaults. */
export const windowsDocument = (): GraphDocument =>
  documentOf('windows', [
    { id: 'x', type: 'Input', params: { shape: [9, 7, 3] } },
    {
      id: 'explicit',
      type: 'Conv2D',
      params: { filters: 8, padding: 'explicit', explicitPadding: [1, 2, 0, 3], strides: [1, 2] },
    },
    { id: 'group', type: 'GroupNormalization', params: { groups: 4, epsilon: 0.01 } },
    {
      id: 'grouped',
      type: 'Conv2D',
      params: { filters: 12, groups: 4, dilation: [2, 1], padding: 'same', useBias: false },
    },
    { id: 'layer', type: 'LayerNormalization', params: { epsilon: 1e-5 } },
    {
      id: 'depthwise',
      type: 'DepthwiseConv2D',
      params: { kernelSize: [3, 2], depthMultiplier: 2, dilation: [1, 2], padding: 'same' },
    },
    {
      id: 'average',
      type: 'AveragePooling2D',
      params: { poolSize: [3, 2], strides: [2, 1], padding: 'same' },
    },
    {
      id: 'transpose',
      type: 'Conv2DTranspose',
      params: { filters: 6, kernelSize: [3, 2], strides: [2, 3] },
    },
    { id: 'crop', type: 'Cropping2D', params: { cropping: [1, 0, 2, 1] } },
    {
      id: 'separable',
      type: 'SeparableConv2D',
      params: { filters: 5, depthMultiplier: 2, strides: [2, 2], padding: 'same' },
    },
    { id: 'nearest', type: 'UpSampling2D', params: { size: [2, 1] } },
    { id: 'bilinear', type: 'UpSampling2D', params: { size: [1, 3], interpolation: 'bilinear' } },
    { id: 'largest', type: 'GlobalMaxPooling2D' },
    { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
  ]);

/**
 * A kernel of zeros and eight layer normalizations behind it: all outputs are zero and the loss is that of a guess, but
 * each normalization multiplies the gradient by a million.
 */
export const vanishing = (input: number[]): GraphDocument =>
  documentOf('vanishing', [
    { id: 'input', type: 'Input', params: { shape: input } },
    { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelInitializer: 'zeros' } },
    ...Array.from({ length: 8 }, (_, index) => ({
      id: `norm${index + 1}`,
      type: 'LayerNormalization',
      params: { epsilon: 1e-12 },
    })),
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);

/** What a TensorFlow.js LayersModel holds beside the layers of presets. */
export const heldByTfjsLayers = (): GraphDocument =>
  documentOf('held by TensorFlow.js', [
    { id: 'x', type: 'Input', params: { shape: [9, 8, 3] } },
    { id: 'scaled', type: 'Rescaling', params: { scale: 2, offset: -1 } },
    { id: 'conv', type: 'Conv2D', params: { filters: 6, kernelInitializer: 'lecun_normal' } },
    { id: 'leaky', type: 'Activation', params: { function: 'leaky_relu', negativeSlope: 0.4 } },
    { id: 'twice', type: 'Add', from: ['leaky', 'leaky'] },
    { id: 'spatial', type: 'SpatialDropout2D', params: { rate: 0.3 } },
    { id: 'depthwise', type: 'DepthwiseConv2D', params: { depthMultiplier: 2, padding: 'same' } },
    { id: 'separable', type: 'SeparableConv2D', params: { filters: 4, padding: 'same' } },
    { id: 'silu', type: 'Activation', params: { function: 'silu' } },
    { id: 'up', type: 'UpSampling2D' },
    {
      id: 'transposed',
      type: 'Conv2DTranspose',
      params: { filters: 4, kernelSize: [2, 3], strides: [2, 2] },
    },
    { id: 'depth', type: 'StochasticDepth', params: { survivalRate: 0.8 } },
    { id: 'rows', type: 'Reshape', params: { targetShape: [-1, 4] } },
    { id: 'norm', type: 'LayerNormalization' },
    { id: 'flat', type: 'Flatten' },
    { id: 'flatter', type: 'Flatten' },
    { id: 'hidden', type: 'Dense', params: { units: 8, activation: 'leaky_relu' } },
    { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
  ]);

/** Normalizations of values that are no images. */
export const reshapedDocument = (): GraphDocument =>
  documentOf('reshaped', [
    { id: 'x', type: 'Input', params: { shape: [4, 3, 6] } },
    { id: 'lines', type: 'Reshape', params: { targetShape: [12, 6] } },
    { id: 'batch', type: 'BatchNormalization' },
    { id: 'act', type: 'Activation', params: { function: 'relu' } },
    { id: 'layer', type: 'LayerNormalization' },
    { id: 'group', type: 'GroupNormalization', params: { groups: 3 } },
    { id: 'volume', type: 'Reshape', params: { targetShape: [2, 2, 3, 6] } },
    { id: 'batch4', type: 'BatchNormalization', params: { epsilon: 0.01 } },
    { id: 'flat', type: 'Flatten' },
    { id: 'out', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);

/** Zeros around negative values, and more of them than the windows of the pools behind them are wide. */
export const paddedPoolsDocument = (): GraphDocument =>
  documentOf('padded pools', [
    { id: 'x', type: 'Input', params: { shape: [6, 5, 2] } },
    { id: 'negative', type: 'Rescaling', params: { scale: -1, offset: -0.1 } },
    { id: 'few', type: 'ZeroPadding2D', params: { padding: [1, 1, 1, 1] } },
    { id: 'fewMax', type: 'MaxPooling2D', params: { strides: [1, 1] } },
    { id: 'many', type: 'ZeroPadding2D', params: { padding: [2, 3, 4, 3] }, from: ['negative'] },
    { id: 'manyMax', type: 'MaxPooling2D', params: { padding: 'same' }, from: ['many'] },
    { id: 'manyMean', type: 'AveragePooling2D', params: { padding: 'same' }, from: ['many'] },
    { id: 'flat1', type: 'Flatten', from: ['fewMax'] },
    { id: 'flat2', type: 'Flatten', from: ['manyMax'] },
    { id: 'flat3', type: 'Flatten', from: ['manyMean'] },
    { id: 'all', type: 'Concatenate', from: ['flat1', 'flat2', 'flat3'] },
    { id: 'out', type: 'Dense', params: { units: 3, activation: 'softmax' } },
  ]);
