import { bug } from '../ir/types';
import type { GradientRules } from './rule';

export const lossGradients: GradientRules = {
  // The forward operators also return softmax(scores) - targets.
  softmax_cross_entropy: ({ node, dy, value }) => [
    value('scores_gradient', 'scale_rows', [dy, node.outputs[1]!], {}),
    undefined,
  ],
  soft_cross_entropy: ({ node, dy, value }) => [
    value('scores_gradient', 'scale_rows', [dy, node.outputs[1]!], {}),
    undefined,
  ],
  mean: ({ node, dy, value }) => [value('mean_gradient', 'mean_grad', [dy, node.inputs[0]!], {})],
  sum: ({ node, dy, value }) => [value('sum_gradient', 'sum_grad', [dy, node.inputs[0]!], {})],
  unary: ({ node, dy, value }) => {
    if (node.attributes.function !== 'log') {
      bug(`The only differentiable 'unary' function is 'log'. Received: '${node.name}'.`);
    }
    const reciprocal = value('reciprocal', 'unary', node.inputs, { function: 'reciprocal' });
    return [value('log_gradient', 'binary', [dy, reciprocal], { function: 'multiply' })];
  },
};
