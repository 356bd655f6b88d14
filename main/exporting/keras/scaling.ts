/** A layer that scales pixels in 0..255 to the network's 0..1. */
import type { Inference } from '../../../core/study/inference';
import type { KerasLayer } from './layers';
import { behindInput, unusedName } from './normalization';

/** Unchanged for a model that takes 0..1. */
export function withScaling(layers: readonly KerasLayer[], { input: { range } }: Inference) {
  const input = layers.find(({ className }) => className === 'InputLayer');
  if (range[1] === 1 || !input) return layers;
  return behindInput(layers, input, {
    name: unusedName('rescaling', new Set(layers.map((layer) => layer.name))),
    className: 'Rescaling',
    config: { scale: 1 / 255, offset: 0 },
    inputs: [input.name],
    outputShape: input.outputShape,
    variables: [],
  });
}
