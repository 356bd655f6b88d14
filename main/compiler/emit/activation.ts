/** Element-wise functions: TensorFlow's own kernels where it has them, else a few of its operations. */
import type { ActivationFunction } from '../ir/activations';
import { casting, float, type } from './attributes';
import type { EmitContext, Emitters } from './emitter';
import { keptApart } from './kept-apart';

type Context = EmitContext<'activation' | 'activation_grad'>;

const kernels: Partial<Record<ActivationFunction, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  leaky_relu: 'LeakyRelu',
  elu: 'Elu',
  selu: 'Selu',
  softplus: 'Softplus',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};
/** Their gradients take dy last. */
const dyLast: readonly ActivationFunction[] = ['sigmoid', 'tanh'];

/**
 * Functions that a fused convolution gets wrong: after an addition it computes LeakyRelu with a slope of 0.2, whatever
 * the slope is, and it lacks Tanh after a batch normalization, and Tanh of Softplus (mish).
 */
const fusedWrongly: readonly ActivationFunction[] = ['leaky_relu', 'tanh'];

const kernelAttributes = ({ T, attributes }: Context) => ({
  T,
  ...(attributes.function === 'leaky_relu' ? { alpha: float(attributes.slope ?? 0) } : {}),
});

/** Operations on the node's dtype; the last one has the node's name. */
function arithmetic({ part, main, inputs, writer, T }: Context) {
  const { dtype } = inputs[0]!;
  return {
    constant: (name: string, value: number): string =>
      dtype === 'float32'
        ? writer.scalar(value)
        : part(name, 'Cast', [writer.scalar(value)], casting('float32', dtype)),
    op: (name: string, op: string, ...input: string[]): string => part(name, op, input, { T }),
    last: (op: string, ...input: string[]): string => main(op, input, { T }),
  };
}

/** x / sqrt(2). A gelu and its gradient both emit it; TensorFlow computes equal nodes once. */
function overRootTwo(context: Context, x: string, part = 'scaled'): string {
  const { constant, op } = arithmetic(context);
  return op(part, 'Mul', x, constant(`${part}_by`, Math.SQRT1_2));
}

/** 1 + erf(x / sqrt(2)): twice the normal distribution function. */
function twiceNormal(context: Context, x: string): string {
  const { constant, op } = arithmetic(context);
  return op('shifted', 'AddV2', op('erf', 'Erf', overRootTwo(context, x)), constant('one', 1));
}

/** x * gate(x): gate is the normal distribution function, the logistic one, or relu6(x + 3) / 6. */
function gate(context: Context, x: string): string {
  const { constant, op } = arithmetic(context);
  switch (context.attributes.function) {
    case 'gelu':
      return op('gate', 'Mul', twiceNormal(context, x), constant('half', 0.5));
    case 'silu':
      return op('gate', 'Sigmoid', x);
    default: {
      const clipped = op('clipped', 'Relu6', op('shifted', 'AddV2', x, constant('three', 3)));
      return op('gate', 'Mul', clipped, constant('sixth', 1 / 6));
    }
  }
}

/** d(gate)/dx */
function gateSlope(context: Context, x: string, gated: string): string {
  const { constant, op } = arithmetic(context);
  switch (context.attributes.function) {
    case 'gelu': {
      // exp(-x^2 / 2) / sqrt(2 pi), with the factor in the exponent, which saves a product.
      const halfSquare = op('half_square', 'Square', overRootTwo(context, x, 'scaled_again'));
      const exponent = op('exponent', 'Sub', constant('log_peak', -Math.log(2 * Math.PI) / 2), halfSquare);
      return op('density', 'Exp', exponent);
    }
    case 'silu':
      return op('slope', 'Mul', gated, op('rest', 'Sub', constant('unit', 1), gated));
    default:
      return op('slope', 'Relu6Grad', sixths(context, x), op('moved', 'AddV2', x, constant('three_more', 3)));
  }
}

/** 1/6 for each value of x. */
function sixths(context: Context, x: string): string {
  const { constant, op } = arithmetic(context);
  return op('sixths', 'AddV2', op('zeros', 'ZerosLike', x), constant('slope_sixth', 1 / 6));
}

/** Softplus of bfloat16 values by way of float32, as GPUs have no kernel for it; they have one for its gradient. */
function longSoftplus({ part, main, input }: Context): string {
  const wide = part('wide', 'Cast', [input(0)], casting('bfloat16', 'float32'));
  const y = part('softplus', 'Softplus', [wide], { T: type('float32') });
  return main('Cast', [y], casting('float32', 'bfloat16'));
}

export const activationEmitters = {
  activation: (context) => {
    const { main, part, input, inputs, attributes } = context;
    const kernel = kernels[attributes.function];
    if (attributes.function === 'softplus' && inputs[0]!.dtype === 'bfloat16') return [longSoftplus(context)];
    if (kernel) {
      const x = fusedWrongly.includes(attributes.function)
        ? keptApart((...node) => part('apart', ...node), input(0), inputs[0]!)
        : input(0);
      return [main(kernel, [x], kernelAttributes(context))];
    }
    const { constant, op, last } = arithmetic(context);
    if (attributes.function === 'gelu') {
      // The TFLite converter recognizes its GELU only with the factors in this order.
      const half = op('half_x', 'Mul', input(0), constant('half', 0.5));
      return [last('Mul', half, twiceNormal(context, input(0)))];
    }
    return [last('Mul', input(0), gate(context, input(0)))];
  },
  activation_grad: (context) => {
    const { main, input, attributes } = context;
    const [dy, source] = [input(0), input(1)];
    const kernel = kernels[attributes.function];
    if (kernel) {
      const tensors = dyLast.includes(attributes.function) ? [source, dy] : [dy, source];
      return [main(`${kernel}Grad`, tensors, kernelAttributes(context))];
    }
    // d(x * gate) = gate + x * d(gate)
    const { op, last } = arithmetic(context);
    const gated = gate(context, source);
    const bend = op('bend', 'Mul', source, gateSlope(context, source, gated));
    return [last('Mul', dy, op('derivative', 'AddV2', gated, bend))];
  },
} satisfies Partial<Emitters>;
