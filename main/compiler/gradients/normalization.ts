import type { GradientRules } from './rule';

export const normalizationGradients: GradientRules = {
  // The statistics that the moving averages take are not differentiated, as in Keras: only y is.
  batch_norm_train: ({ node, build, dy }) => {
    const [x, gamma] = node.inputs;
    const saved = node.outputs[3]!;
    const name = build.unusedName(`${node.name}_gradient`);
    return build.add('batch_norm_grad', name, [dy, x!, gamma!, saved], node.attributes).outputs;
  },
  layer_norm: ({ node, build, dy }) => {
    const name = build.unusedName(`${node.name}_gradient`);
    return build.add('layer_norm_grad', name, [dy, node.inputs[1]!, node.outputs[1]!], {}).outputs;
  },
  group_norm: ({ node, build, dy }) => {
    const name = build.unusedName(`${node.name}_gradient`);
    const { groups } = node.attributes;
    return build.add('group_norm_grad', name, [dy, node.inputs[1]!, node.outputs[1]!], { groups }).outputs;
  },
};
