import { bool, dtypeOf, text } from './attributes';
import type { Emitters } from './emitter';

type Family = 'bias_add' | 'bias_grad' | 'matmul';

const format = text('NHWC');

export const productEmitters: Pick<Emitters, Family> = {
  bias_add: ({ main, input, inputs }) => [
    main('BiasAdd', [input(0), input(1)], { T: dtypeOf(inputs[0]!), data_format: format }),
  ],
  bias_grad: ({ main, input, inputs }) => [
    main('BiasAddGrad', [input(0)], { T: dtypeOf(inputs[0]!), data_format: format }),
  ],
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
