/** The network as Python that builds it in Keras, a line for each layer. */
import type { GraphAnalysis } from '../../../core/analysis/types';
import { type KerasLayer, kerasLayers } from '../keras/layers';
import { modelName } from '../keras/names';
import { mergingLayers } from '../keras/pointwise';
import { Code, keywords, literal } from './python';

/** What a layer does anyway. */
const USUAL: Readonly<Record<string, unknown>> = {
  activation: 'linear',
  axis: -1,
  bias_initializer: 'Zeros',
  center: true,
  data_format: 'channels_last',
  dilation_rate: [1, 1],
  groups: 1,
  keepdims: false,
  output_padding: null,
  scale: true,
  gamma_initializer: 'Ones',
};

/** By class. The default of GroupNormalization is 32 groups, and Activation has none. */
const ALWAYS_SAID: Readonly<Record<string, string>> = {
  Activation: 'activation',
  GroupNormalization: 'groups',
};

interface Initializer {
  class_name: string;
  config: Readonly<Record<string, unknown>>;
}

const isInitializer = (value: unknown): value is Initializer =>
  typeof value === 'object' && value !== null && 'class_name' in value;

function argument(value: unknown): unknown {
  if (!isInitializer(value)) return value;
  const given = Object.entries(value.config).filter(([name, item]) => item !== null && name !== 'seed');
  if (given.length === 0) return value.class_name;
  return new Code(`keras.initializers.${value.class_name}(${keywords(Object.fromEntries(given))})`);
}

function constructorOf({ className, name, config, trainable, variables }: KerasLayer): string {
  const given = Object.entries(config).map(([key, value]) => [key, argument(value)] as const);
  const usual = (key: string, value: unknown) =>
    key in USUAL && key !== ALWAYS_SAID[className] && literal(USUAL[key]) === literal(value);
  const listed = given.filter(([key, value]) => value instanceof Code || !usual(key, value));
  const frozen = trainable === false && variables.length > 0 ? { trainable } : {};
  return `layers.${className}(${keywords({ ...Object.fromEntries(listed), ...frozen, name })})`;
}

/** @returns the lines of `build()`, which returns a keras.Model. */
export function networkLines(analysis: GraphAnalysis, name: string): string[] {
  const all = kerasLayers(analysis);
  const variables = new Map<string, string>();
  const lines = all.map((layer, index) => {
    const variable = `x${index}`;
    variables.set(layer.name, variable);
    if (layer.className === 'InputLayer') {
      return `${variable} = keras.Input(${literal(layer.outputShape)}, name=${literal(layer.name)})`;
    }
    const inputs = layer.inputs.map((input) => variables.get(input) as string);
    const given = mergingLayers.includes(layer.className) ? `[${inputs.join(', ')}]` : inputs.join(', ');
    return `${variable} = ${constructorOf(layer)}(${given})`;
  });
  const input = variables.get(analysis.inputId as string);
  const output = variables.get(analysis.outputId as string);
  return [
    'def build():',
    ...lines.map((line) => `    ${line}`),
    `    return keras.Model(${input}, ${output}, name=${literal(modelName(name))})`,
  ];
}
