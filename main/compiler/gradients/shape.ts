import type { GradientRules } from './rule';

export const shapeGradients: GradientRules = {
  max_pool: ({ node, dy, value }) => [
    value('input_gradient', 'max_pool_grad', [node.inputs[0]!, node.outputs[0]!, dy], node.attributes),
  ],
  avg_pool: ({ node, dy, value }) => [
    value('input_gradient', 'avg_pool_grad', [node.inputs[0]!, dy], node.attributes),
  ],
  spatial_max: ({ node, dy, value }) => [
    value('input_gradient', 'spatial_max_grad', [node.inputs[0]!, node.outputs[0]!, dy], {}),
  ],
  upsample: ({ node, dy, value }) => [
    value('input_gradient', 'upsample_grad', [node.inputs[0]!, dy], node.attributes),
  ],
  spatial_mean: ({ node, dy, value }) => {
    const [, height, width] = node.inputs[0]!.shape as number[];
    return [value('input_gradient', 'spatial_mean_grad', [dy], { height: height!, width: width! })];
  },
  pad: ({ node, dy, value }) => [value('input_gradient', 'crop', [dy], node.attributes)],
  crop: ({ node, dy, value }) => [value('input_gradient', 'pad', [dy], node.attributes)],
  subsample: ({ node, dy, value }) => {
    const [, height, width] = node.inputs[0]!.shape as number[];
    const { strides } = node.attributes;
    return [value('input_gradient', 'subsample_grad', [dy], { strides, height: height!, width: width! })];
  },
  reshape: ({ node, dy, value }) => [
    value('input_gradient', 'reshape', [dy], { shape: node.inputs[0]!.shape }),
  ],
};
