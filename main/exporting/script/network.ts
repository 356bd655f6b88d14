/** The network as Python that builds it in Keras, a line for each layer. */
import type { GraphAnalysis } from '../../../core/analysis/types';
import { PYTHON_KEYWORDS } from '../../../core/format/python-keywords';
import { uniqueName } from '../../../core/graph/ids';
import type { PixelStatistics } from '../../../core/ops/pixels';
import { type KerasLayer, kerasLayers } from '../keras/layers';
import { modelName } from '../keras/names';
import { behindInput, unusedName } from '../keras/normalization';
import { mergingLayers } from '../keras/pointwise';
import { keywords, literal } from './python';

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

function constructorOf({ className, name, config, trainable, variables }: KerasLayer): string {
  const given = Object.entries(config).map(([key, value]) => [key, argument(key, value)] as const);
  const said = ALWAYS_SAID[className] ?? [];
  const isUsual = (key: string, value: unknown) =>
    key in USUAL && !said.includes(key) && literal(USUAL[key]) === literal(value);
  const positional = POSITIONAL[className] ?? [];
  const values = Object.fromEntries(given);
  const listed = given.filter(([key, value]) => !positional.includes(key) && !isUsual(key, value));
  const frozen = trainable === false && variables.length > 0 ? { trainable } : {};
  const named = keywords({ ...Object.fromEntries(listed), ...frozen, name });
  return `layers.${className}(${[...positional.map((key) => literal(values[key])), named].join(', ')})`;
}

/**
 * @param statistics of pixels; absent: the network takes images that are normalized.
 * @returns the lines of `build()`, which returns a keras.Model.
 */
export function networkLines(analysis: GraphAnalysis, name: string, statistics?: PixelStatistics): string[] {
  const all = withStatistics(kerasLayers(analysis), statistics);
  const variables = variablesOf(all);
  const groups = groupsOf(all, analysis);
  const lines = all.flatMap((layer, index) => {
    const inputs = layer.inputs.map((input) => variables.get(input) as string);
    const given = mergingLayers.includes(layer.className) ? `[${inputs.join(', ')}]` : inputs.join(', ');
    const made =
      layer.className === 'InputLayer'
        ? `keras.Input(${literal(layer.outputShape)}, name=${literal(layer.name)})`
        : `${constructorOf(layer)}(${given})`;
    const begins = index > 0 && groups[index] !== groups[index - 1];
    return [...(begins ? [''] : []), `    ${variables.get(layer.name)} = ${made}`];
  });
  const input = variables.get(analysis.inputId as string);
  const output = variables.get(analysis.outputId as string);
  return [
    'def build():',
    ...lines,
    '',
    `    return keras.Model(${input}, ${output}, name=${literal(modelName(name))})`,
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

/** `x` for a value that the next layer alone takes, and the layer's name for those that are needed later. */
function variablesOf(all: readonly KerasLayer[]): ReadonlyMap<string, string> {
  const last = new Map<string, number>();
  for (const [index, { inputs }] of all.entries()) for (const input of inputs) last.set(input, index);
  const taken = new Set([...PYTHON_KEYWORDS, 'x', 'keras', 'layers']);
  return new Map(
    all.map(({ name, className }, index) => {
      const isNext = (last.get(name) ?? index + 1) === index + 1;
      const isInput = className === 'InputLayer';
      if (isNext && !isInput) return [name, 'x'];
      const variable = uniqueName(
        taken,
        isInput ? 'inputs' : name.replaceAll(/\W/g, '_').replace(/^\d/, 'n$&'),
      );
      taken.add(variable);
      return [name, variable];
    }),
  );
}

/** The innermost group of each layer; those in front of a node's last layer are in the node's. */
function groupsOf(all: readonly KerasLayer[], { effective }: GraphAnalysis): (string | undefined)[] {
  const known = new Map(effective.nodes.map(({ id, group }) => [id, group]));
  let group: string | undefined;
  return all
    .toReversed()
    .map(({ name }) => {
      if (known.has(name)) group = known.get(name);
      return group;
    })
    .reverse();
}
