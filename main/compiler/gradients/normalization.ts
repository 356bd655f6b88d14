import type { Value } from '../ir/types';
import type { GradientRules } from './rule';

export const normalizationGradients: GradientRules = {
  // The statistics for the moving averages are not differentiated, as in Keras: only y is.
  batch_norm_train: ({ node, build, dy }) => {
    const [x, gamma] = node.inputs;
    const saved = node.outputs[3]!;
    const name = build.unusedName(`${node.name}_gradient`);
    return build.add('batch_norm_grad', name, [dy, x!, gamma!, saved], node.attributes).outputs;
  },
  // Moving statistics: a scale and a shift per channel. The variance has no gradient; the mean has one, as
  // it contains the bias of a preceding convolution (passes/drop-dead-bias.ts).
  batch_norm_infer: ({ node, build, dy, wants, value }) => {
    const [x, gamma, , mean, variance] = node.inputs as readonly [Value, Value, Value, Value, Value];
    const { shape } = gamma;
    const filled = (number: number) =>
      build.value('constant', build.unusedName(`${node.name}_constant`), [], {
        ...{ dtype: 'float32', shape: shape as readonly number[], value: number },
      });
    const zeros = filled(0);
    const scaled = (tensor: Value, by: Value, center: Value) =>
      value('scaled_gradient', 'batch_norm_infer', [tensor, by, zeros, center, variance], node.attributes);
    const overChannels = (gradient: Value) => {
      const sum = value('channel_gradient', 'bias_grad', [gradient], {});
      return build.inFloat32(build.unusedName(`${sum.node}/float32`), sum);
    };
    const dx = scaled(dy, gamma, zeros);
    const normalized = () => scaled(x, filled(1), mean);
    const product = () => value('product_gradient', 'binary', [dy, normalized()], { function: 'multiply' });
    return [
      wants(0) ? dx : undefined,
      wants(1) ? overChannels(product()) : undefined,
      wants(2) ? overChannels(dy) : undefined,
      wants(3) ? value('negative_gradient', 'unary', [overChannels(dx)], { function: 'negate' }) : undefined,
      undefined,
    ];
  },
  // dx = dy / deviation. The statistics were measured once and are never trained.
  normalize: ({ node, dy, value, wants }) => {
    const [, mean, deviation] = node.inputs;
    if (!wants(0)) return [undefined];
    if (!deviation) return [dy];
    const zero = value('no_mean', 'binary', [mean!, mean!], { function: 'subtract' });
    return [value('normalize_gradient', 'normalize', [dy, zero, deviation], {})];
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
