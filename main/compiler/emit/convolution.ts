import type { Sliding } from '../ir/attributes';
import type { TensorType } from '../ir/types';
import { bool, dtypeOf, ints, text, type } from './attributes';
import type { Emitters } from './emitter';

type Family = 'conv2d' | 'conv2d_input_grad' | 'conv2d_filter_grad' | 'bias_add' | 'bias_grad' | 'matmul';

const format = text('NHWC');

const sliding = ({ strides, padding }: Sliding, x: TensorType | undefined) => ({
  T: dtypeOf(x!),
  strides: ints([1, ...strides, 1]),
  padding: text(padding.toUpperCase()),
  data_format: format,
  dilations: ints([1, 1, 1, 1]),
  explicit_paddings: ints([]),
  use_cudnn_on_gpu: bool(true),
});

export const convolutionEmitters: Pick<Emitters, Family> = {
  conv2d: ({ main, input, inputs, attributes }) => [
    main('Conv2D', [input(0), input(1)], sliding(attributes, inputs[0])),
  ],
  conv2d_input_grad: ({ main, part, input, inputs, attributes }) => {
    const T = dtypeOf(inputs[0]!);
    const sizes = part('input_sizes', 'Shape', [input(0)], { T, out_type: type('int32') });
    return [main('Conv2DBackpropInput', [sizes, input(1), input(2)], sliding(attributes, inputs[0]))];
  },
  conv2d_filter_grad: ({ main, input, inputs, writer, attributes }) => {
    const sizes = writer.ints(inputs[1]!.shape as number[]);
    return [main('Conv2DBackpropFilter', [input(0), sizes, input(2)], sliding(attributes, inputs[0]))];
  },
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
