import { bool, dtypeOf, text, type } from './attributes';
import type { Emitters } from './emitter';

type Family = 'bias_add' | 'bias_grad' | 'matmul';

const format = text('NHWC');

export const productEmitters: Pick<Emitters, Family> = {
  bias_add: ({ main, input, inputs }) => [
    main('BiasAdd', [input(0), input(1)], { T: dtypeOf(inputs[0]!), data_format: format }),
  ],
  // A sum over a whole feature map would lose its small terms in a short type: it is taken in float32.
  bias_grad: ({ main, part, input, inputs }) => {
    const T = dtypeOf(inputs[0]!);
    const long = type('float32');
    if (inputs[0]!.dtype === 'float32') return [main('BiasAddGrad', [input(0)], { T, data_format: format })];
    const exact = { Truncate: bool(false) };
    const wide = part('float32', 'Cast', [input(0)], { SrcT: T, DstT: long, ...exact });
    const sum = part('sum', 'BiasAddGrad', [wide], { T: long, data_format: format });
    return [main('Cast', [sum], { SrcT: long, DstT: T, ...exact })];
  },
  matmul: ({ main, input, inputs, attributes }) => [
    main('MatMul', [input(0), input(1)], {
      T: dtypeOf(inputs[0]!),
      transpose_a: bool(attributes.transposeA),
      transpose_b: bool(attributes.transposeB),
      grad_a: bool(false),
      grad_b: bool(false),
    }),
  ],
};
