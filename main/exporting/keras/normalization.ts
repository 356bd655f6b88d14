/** Normalization as a Keras layer behind the input, with its statistics in its configuration. */
import type { Shape } from '../../../core/graph/document';
import { DEVIATION, MEAN } from '../../compiler/passes/normalize';
import type { KerasLayer } from './layers';

/** Unchanged when `weights` have no statistics. */
export function withNormalization(
  layers: readonly KerasLayer[],
  weights: ReadonlyMap<string, Float32Array>,
): readonly KerasLayer[] {
  const mean = weights.get(MEAN);
  const input = layers.find(({ className }) => className === 'InputLayer');
  if (!mean || !input) return layers;
  const deviation = weights.get(DEVIATION);
  const name = unusedName('normalization', new Set(layers.map((layer) => layer.name)));
  const variance = mean.map((_, index) => (deviation?.[index] ?? 1) ** 2);
  // One value per channel, or per pixel and channel: the axes that keras.layers.Normalization keeps.
  const shape = mean.length === input.outputShape.at(-1) ? [mean.length] : input.outputShape;
  const normalization: KerasLayer = {
    name,
    className: 'Normalization',
    config: {
      axis: shape.length === 1 ? [-1] : [1, 2, 3],
      mean: nested(Array.from(mean), shape),
      variance: nested(Array.from(variance), shape),
      invert: false,
    },
    inputs: [input.name],
    outputShape: input.outputShape,
    variables: [],
  };
  return behindInput(layers, input, normalization);
}

/** The layers with one more after the input. */
export function behindInput(
  layers: readonly KerasLayer[],
  input: KerasLayer,
  added: KerasLayer,
): readonly KerasLayer[] {
  return layers.flatMap((layer) => {
    if (layer === input) return [layer, added];
    return [{ ...layer, inputs: layer.inputs.map((from) => (from === input.name ? added.name : from)) }];
  });
}

export const unusedName = (name: string, taken: ReadonlySet<string>): string =>
  taken.has(name) ? unusedName(`${name}_`, taken) : name;

type Nested = number | Nested[];

/** Row-major values as lists in lists. */
function nested(values: readonly number[], [size = values.length, ...rest]: Shape): Nested[] {
  if (rest.length === 0) return [...values];
  const each = values.length / size;
  return Array.from({ length: size }, (_, index) =>
    nested(values.slice(index * each, (index + 1) * each), rest),
  );
}
