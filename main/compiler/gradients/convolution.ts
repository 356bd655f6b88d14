import type { GradientRules } from './rule';

export const convolutionGradients: GradientRules = {
  conv2d: ({ node, dy, wants, value }) => {
    const [x, kernel] = node.inputs;
    const inputs = [x!, kernel!, dy];
    return [
      wants(0) ? value('input_gradient', 'conv2d_input_grad', inputs, node.attributes) : undefined,
      wants(1) ? value('filter_gradient', 'conv2d_filter_grad', inputs, node.attributes) : undefined,
    ];
  },
  // The gradients are those of the convolution that it transposes, with dy as its image and x as its dy.
  conv2d_transpose: ({ node, dy, wants, value }) => {
    const [x, kernel] = node.inputs;
    const { strides, padding } = node.attributes;
    const sliding = { strides, padding };
    return [
      wants(0) ? value('input_gradient', 'conv2d', [dy, kernel!], sliding) : undefined,
      wants(1) ? value('filter_gradient', 'conv2d_filter_grad', [dy, kernel!, x!], sliding) : undefined,
    ];
  },
  depthwise_conv2d: ({ node, dy, wants, value }) => {
    const [x, kernel] = node.inputs;
    const inputs = [x!, kernel!, dy];
    const { attributes } = node;
    return [
      wants(0) ? value('input_gradient', 'depthwise_conv2d_input_grad', inputs, attributes) : undefined,
      wants(1) ? value('filter_gradient', 'depthwise_conv2d_filter_grad', inputs, attributes) : undefined,
    ];
  },
  bias_add: ({ dy, wants, value }) => [
    dy,
    wants(1) ? value('bias_gradient', 'bias_grad', [dy], {}) : undefined,
  ],
  // y = op(a) · op(b): da = dy · op(b)ᵀ and db = op(a)ᵀ · dy, each transposed back where the operand was.
  matmul: ({ node, dy, wants, value }) => {
    const [a, b] = node.inputs;
    const { transposeA, transposeB } = node.attributes;
    const product = (
      part: string,
      left: typeof dy,
      right: typeof dy,
      flipLeft: boolean,
      flipRight: boolean,
    ) => value(part, 'matmul', [left, right], { transposeA: flipLeft, transposeB: flipRight });
    const da = () =>
      transposeA
        ? product('input_gradient', b!, dy, transposeB, true)
        : product('input_gradient', dy, b!, false, !transposeB);
    const db = () =>
      transposeB
        ? product('kernel_gradient', dy, a!, true, transposeA)
        : product('kernel_gradient', a!, dy, !transposeA, false);
    return [wants(0) ? da() : undefined, wants(1) ? db() : undefined];
  },
};
