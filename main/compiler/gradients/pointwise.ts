import { gradientSource } from '../ir/activations';
import type { FloatingType } from '../ir/tensor-type';
import type { GradientRules } from './rule';

export const pointwiseGradients: GradientRules = {
  activation: ({ node, dy, value }) => [
    value(
      'activation_gradient',
      'activation_grad',
      [dy, gradientSource[node.attributes.function] === 'x' ? node.inputs[0]! : node.outputs[0]!],
      node.attributes,
    ),
  ],
  softmax: ({ node, dy, value }) => [value('softmax_gradient', 'softmax_grad', [dy, node.outputs[0]!], {})],
  cast: ({ node, dy, value }) => [
    value('cast_gradient', 'cast', [dy], { dtype: node.inputs[0]!.dtype as FloatingType }),
  ],
  clip: ({ node, dy, value }) => [
    value('clip_gradient', 'clip_grad', [dy, node.inputs[0]!], node.attributes),
  ],
};
