/** The network as Python that builds it in Keras, a line for each layer. */
import type { GraphAnalysis } from '../../../core/analysis/types';
import type { PixelStatistics } from '../../../core/ops/pixels';
import { type KerasLayer, kerasLayers } from '../keras/layers';
import { modelName } from '../keras/names';
import { behindInput, unusedName } from '../keras/normalization';
import { type Argument, keyword, positional, type Value } from '../pytorch/step';
import { blocksOf, functionLines, networkBody } from './blocks';
import { literal } from './python';

/** Defaults of Keras, which need not be said. */
const USUAL: Readonly<Record<string, unknown>> = {
  activation: 'linear',
  axis: -1,
  bias_initializer: 'zeros',
  center: true,
  data_format: 'channels_last',
  depth_multiplier: 1,
  depthwise_initializer: 'glorot_uniform',
  dilation_rate: 1,
  epsilon: 0.001,
  gamma_initializer: 'ones',
  groups: 1,
  invert: false,
  keepdims: false,
  kernel_initializer: 'glorot_uniform',
  momentum: 0.99,
  offset: 0,
  output_padding: null,
  padding: 'valid',
  pointwise_initializer: 'glorot_uniform',
  scale: true,
  strides: 1,
  use_bias: true,
};

/** By class: what has another default there, or none. */
const ALWAYS_SAID: Readonly<Record<string, readonly string[]>> = {
  Activation: ['activation'],
  AveragePooling2D: ['strides'],
  GroupNormalization: ['groups'],
  MaxPooling2D: ['strides'],
  ZeroPadding2D: ['padding'],
};

/** Arguments that are usually given by position. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  Activation: ['activation'],
  AveragePooling2D: ['pool_size'],
  Conv2D: ['filters', 'kernel_size'],
  Conv2DTranspose: ['filters', 'kernel_size'],
  Dense: ['units'],
  DepthwiseConv2D: ['kernel_size'],
  Dropout: ['rate'],
  MaxPooling2D: ['pool_size'],
  SeparableConv2D: ['filters', 'kernel_size'],
  SpatialDropout2D: ['rate'],
};

interface Initializer {
  class_name: string;
}

const isInitializer = (value: unknown): value is Initializer =>
  typeof value === 'object' && value !== null && 'class_name' in value;

/** `HeNormal` as `he_normal`, and (3, 3) as 3. */
function argument(key: string, value: unknown): unknown {
  if (isInitializer(value)) {
    return value.class_name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  }
  const isPair = /^(kernel_size|strides|pool_size|dilation_rate)$/.test(key) && Array.isArray(value);
  return isPair && value[0] === value[1] ? value[0] : value;
}

/** All that the constructor takes but the name, in the order of writing. */
function argumentsOf({ className, config, trainable, variables }: KerasLayer): Argument[] {
  const said = ALWAYS_SAID[className] ?? [];
  const places = POSITIONAL[className] ?? [];
  const given = new Map(Object.entries(config).map(([key, value]) => [key, argument(key, value)]));
  // A number stays one, since blocks may have multiples of it.
  const value = (each: unknown): Value => (typeof each === 'number' ? each : literal(each));
  return [
    ...places.map((key) => positional(key, value(given.get(key)))),
    ...[...given]
      .filter(([key]) => !places.includes(key))
      .map(([key, each]) =>
        key in USUAL && !said.includes(key)
          ? keyword(key, value(each), value(USUAL[key]))
          : keyword(key, value(each)),
      ),
    ...(trainable === false && variables.length > 0 ? [keyword('trainable', false)] : []),
  ];
}

/**
 * @param statistics of pixels; absent: the network takes images that are normalized.
 * @returns the lines of `build()`, which returns a keras.Model, behind functions for blocks that occur more than once.
 */
export function networkLines(analysis: GraphAnalysis, name: string, statistics?: PixelStatistics): string[] {
  const all = withStatistics(kerasLayers(analysis), statistics);
  const network = blocksOf(all, analysis, argumentsOf);
  const { input } = network;
  const blocks = new Set([...network.blocks.values()].map(({ block }) => block));
  const functions = [...blocks].flatMap((block) => [...functionLines(block), '', '']);
  const body = networkBody(network);
  return [
    ...functions,
    'def build():',
    `    inputs = keras.Input(${literal(input.outputShape)}, name=${literal(input.name)})`,
    ...body.lines,
    '',
    `    return keras.Model(inputs, ${body.result}, name=${literal(modelName(name))})`,
  ];
}

/** With a layer behind the input that normalizes pixels in 0..1. */
function withStatistics(all: readonly KerasLayer[], statistics?: PixelStatistics): readonly KerasLayer[] {
  const input = all.find(({ className }) => className === 'InputLayer');
  if (!statistics || !input) return all;
  // Nine digits hold a float32.
  const variance = statistics.deviation.map((value) => Number((value ** 2).toPrecision(9)));
  return behindInput(all, input, {
    name: unusedName('normalization', new Set(all.map(({ name }) => name))),
    className: 'Normalization',
    config: { mean: statistics.mean, variance },
    inputs: [input.name],
    outputShape: input.outputShape,
    variables: [],
  });
}
