import type { Value } from '../ir/types';
import type { GradientContext, GradientRules } from './rule';

export const mergeGradients: GradientRules = {
  add_n: ({ node, dy }) => node.inputs.map(() => dy),
  concat: ({ node, dy, wants, value }) => {
    let begin = 0;
    return node.inputs.map((input, index) => {
      const size = input.shape.at(-1) as number;
      const attributes = { begin, size };
      begin += size;
      return wants(index) ? value('part_gradient', 'channel_slice', [dy], attributes) : undefined;
    });
  },
  channel_slice: ({ node, dy, value }) => {
    const { begin, size } = node.attributes;
    const { shape } = node.inputs[0]!;
    const after = (shape.at(-1) as number) - begin - size;
    const margins = shape.map((_, axis) =>
      axis === shape.length - 1 ? ([begin, after] as const) : ([0, 0] as const),
    );
    return [value('slice_gradient', 'pad', [dy], { margins })];
  },
  channel_scale: ({ node, dy, wants, value }) => {
    const [x, gates] = node.inputs;
    return [
      wants(0) ? value('image_gradient', 'channel_scale', [dy, gates!], {}) : undefined,
      wants(1) ? value('gate_gradient', 'spatial_dot', [dy, x!], {}) : undefined,
    ];
  },
  spatial_dot: ({ node, dy, wants, value }) => {
    const [a, b] = node.inputs;
    const scaled = (x: Value) => value('dot_gradient', 'channel_scale', [x, dy], {});
    return [wants(0) ? scaled(b!) : undefined, wants(1) ? scaled(a!) : undefined];
  },
  dropout: ({ node, dy, value }) => [
    value('dropout_gradient', 'apply_mask', [dy, node.outputs[1]!], {}),
    undefined,
    undefined,
  ],
  binary: (context) => {
    const { node, dy, wants, value } = context;
    const [a, b] = node.inputs as readonly [Value, Value];
    const times = (by: Value) => value('factor_gradient', 'binary', [dy, by], { function: 'multiply' });
    const over = (x: Value, by: Value) =>
      value('quotient_gradient', 'binary', [x, by], { function: 'divide' });
    const less = (x: Value) => value('negative_gradient', 'unary', [x], { function: 'negate' });
    const onlyIf = (index: number, gradient: () => Value) =>
      wants(index) ? summed(context, index, gradient()) : undefined;
    switch (node.attributes.function) {
      case 'add':
        return [onlyIf(0, () => dy), onlyIf(1, () => dy)];
      case 'subtract':
        return [onlyIf(0, () => dy), onlyIf(1, () => less(dy))];
      case 'multiply':
        return [onlyIf(0, () => times(b)), onlyIf(1, () => times(a))];
      case 'divide':
        // d(a / b) / db = -y / b
        return [onlyIf(0, () => over(dy, b)), onlyIf(1, () => less(over(times(node.outputs[0]!), b)))];
      case 'maximum':
        return extremes(context, a, b);
      case 'minimum':
        // a <= b just where b >= a.
        return extremes(context, b, a);
    }
  },
};

/** A scalar operand takes part in every value: its gradient is the sum over all of them. */
function summed({ node, value }: GradientContext<'binary'>, index: number, gradient: Value): Value {
  const whole = node.inputs[index]!.shape.length > 0 || gradient.shape.length === 0;
  return whole ? gradient : value('scalar_gradient', 'sum', [gradient], {});
}

function extremes(context: GradientContext<'binary'>, large: Value, small: Value): readonly Value[] {
  const { node, build, dy } = context;
  const name = build.unusedName(`${node.name}_gradient`);
  return build
    .add('maximum_grad', name, [dy, large, small], {})
    .outputs.map((gradient, index) => summed(context, index, gradient));
}
