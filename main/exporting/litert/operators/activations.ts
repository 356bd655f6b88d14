import type { Activation } from '../../../compiler/ir/activations';
import type { TensorShape } from '../../../compiler/ir/tensor-type';
import type { TensorId } from '../writer';
import type { Context } from './context';

/** exp(x) - 1 below zero, else 0. The plain kernels have no ELU. */
function belowZero({ graph, part }: Context, x: TensorId, shape: TensorShape): TensorId {
  const exp = part('exp', 'EXP', [part('negative', 'MINIMUM', [x, graph.scalar(0)], shape)], shape);
  return part('decay', 'SUB', [exp, graph.scalar(1)], shape);
}

const SELU_SCALE = 1.050_700_987_355_480_5;
const SELU_ALPHA = 1.673_263_242_354_377_2;

type Activate = (context: Context<'activation'>, x: TensorId, shape: TensorShape) => TensorId;

export const activations: Record<Activation['function'], Activate> = {
  relu: ({ last }, x) => last('RELU', [x]),
  relu6: ({ last }, x) => last('RELU6', [x]),
  leaky_relu: ({ last, attributes }, x) => last('LEAKY_RELU', [x], { alpha: attributes.slope ?? 0 }),
  elu: (context, x, shape) =>
    context.last('ADD', [context.part('above', 'RELU', [x], shape), belowZero(context, x, shape)]),
  selu: (context, x, shape) => {
    const { last, part, graph } = context;
    const above = part('above', 'RELU', [x], shape);
    const below = part('below', 'MUL', [belowZero(context, x, shape), graph.scalar(SELU_ALPHA)], shape);
    return last('MUL', [part('sum', 'ADD', [above, below], shape), graph.scalar(SELU_SCALE)]);
  },
  gelu: ({ last }, x) => last('GELU', [x], { approximate: false }),
  silu: ({ last, part }, x, shape) => last('MUL', [x, part('gate', 'LOGISTIC', [x], shape)]),
  hard_swish: ({ last }, x) => last('HARD_SWISH', [x]),
  sigmoid: ({ last }, x) => last('LOGISTIC', [x]),
  tanh: ({ last }, x) => last('TANH', [x]),
  // max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
  softplus: ({ last, part, graph }, x, shape) => {
    const negative = part('negative', 'NEG', [part('size', 'ABS', [x], shape)], shape);
    const sum = part('sum', 'ADD', [part('exp', 'EXP', [negative], shape), graph.scalar(1)], shape);
    return last('ADD', [part('relu', 'RELU', [x], shape), part('log', 'LOG', [sum], shape)]);
  },
};
