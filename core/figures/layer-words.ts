/** How the canvas and pictures describe each operator. A unit test names an operator that is missing here. */
import type { ParamRecord } from '../ops/operator';

interface LayerWords {
  /** Show its parameters below its name. */
  caption: boolean;
  /** In the caption of a folded group: "7×7/2 · BN · ReLU · pool". The title if absent, left out if empty. */
  piece?: string | ((params: ParamRecord) => string);
  /** In the box of a picture (network-rows.ts): "3×3 conv, 64, /2". Its piece if absent. */
  box?: (params: ParamRecord) => string;
}

const window =
  (sizeName: string, before = '') =>
  (params: ParamRecord) => {
    const [height, width] = params[sizeName] as number[];
    const stride = (params.strides as number[])[0] ?? 1;
    return `${before}${height}×${width}${stride > 1 ? `/${stride}` : ''}`;
  };

const box =
  (sizeName: string, name: string) =>
  (params: ParamRecord): string => {
    const [height, width] = params[sizeName] as number[];
    const stride = (params.strides as number[])[0] ?? 1;
    const groups = Number(params.groups ?? 1);
    return [
      `${height}×${width} ${name}`,
      ...(params.filters === undefined ? [] : [params.filters]),
      ...(groups > 1 ? [`${groups} groups`] : []),
      ...(stride > 1 ? [`/${stride}`] : []),
    ].join(', ');
  };

export const layerWords: Readonly<Record<string, LayerWords>> = {
  Input: { caption: true, box: ({ shape }) => `image ${(shape as number[]).join('×')}` },
  Conv2D: { caption: true, piece: window('kernelSize'), box: box('kernelSize', 'conv') },
  DepthwiseConv2D: {
    caption: true,
    piece: window('kernelSize', 'depthwise '),
    box: box('kernelSize', 'depthwise conv'),
  },
  SeparableConv2D: {
    caption: true,
    piece: window('kernelSize', 'separable '),
    box: box('kernelSize', 'separable conv'),
  },
  Conv2DTranspose: {
    caption: true,
    piece: window('kernelSize', 'transposed '),
    box: box('kernelSize', 'transposed conv'),
  },
  BatchNormalization: { caption: false, piece: 'BN' },
  LayerNormalization: { caption: false, piece: 'LN' },
  GroupNormalization: { caption: true, piece: 'GN' },
  Normalization: { caption: false, piece: 'normalize' },
  Rescaling: { caption: true, piece: 'rescale' },
  Activation: { caption: false },
  Add: { caption: false, piece: 'add' },
  Subtract: { caption: false, piece: 'subtract' },
  Multiply: { caption: false, piece: 'multiply' },
  Average: { caption: false, piece: 'average' },
  Maximum: { caption: false, piece: 'maximum' },
  Concatenate: { caption: false, piece: 'concatenate' },
  ChannelScale: { caption: false, piece: 'scale' },
  MaxPooling2D: { caption: true, piece: 'pool', box: box('poolSize', 'max pool') },
  AveragePooling2D: { caption: true, piece: 'average pool', box: box('poolSize', 'average pool') },
  GlobalAveragePooling2D: { caption: false, piece: 'global average pool' },
  GlobalMaxPooling2D: { caption: false, piece: 'global max pool' },
  ZeroPadding2D: { caption: true, piece: '' },
  Cropping2D: { caption: true, piece: 'crop' },
  UpSampling2D: { caption: true, piece: 'upsample' },
  Flatten: { caption: false, piece: 'flatten' },
  Reshape: { caption: true, piece: 'reshape' },
  Dense: {
    caption: true,
    piece: ({ units }) => `dense ${units}`,
    box: ({ units, activation }) =>
      `dense ${units}${activation === 'linear' ? '' : ` · ${ACTIVATION_NAMES[String(activation)]}`}`,
  },
  Dropout: { caption: true, piece: 'dropout' },
  SpatialDropout2D: { caption: true, piece: 'dropout' },
  StochasticDepth: { caption: true, piece: 'stochastic depth' },
  ZeroPaddedShortcut: { caption: true, piece: 'option A' },
};

/** Titles of the functions of Activation. */
export const ACTIVATION_NAMES: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  relu6: 'ReLU6',
  leaky_relu: 'Leaky ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  silu: 'SiLU',
  hard_swish: 'Hard swish',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softmax: 'Softmax',
  linear: 'Linear',
};
