import type { Sliding } from '../ir/attributes';
import { bool, ints, text, type } from './attributes';
import type { Emitters } from './emitter';

type Family = 'conv2d' | 'conv2d_input_grad' | 'conv2d_filter_grad' | 'bias_add' | 'bias_grad' | 'matmul';

const T = type('float32');
const format = text('NHWC');

const sliding = ({ strides, padding }: Sliding) => ({
  T,
  strides: ints([1, ...strides, 1]),
  padding: text(padding.toUpperCase()),
  data_format: format,
  dilations: ints([1, 1, 1, 1]),
  explicit_paddings: ints([]),
  use_cudnn_on_gpu: bool(true),
});

export const convolutionEmitters: Pick<Emitters, Family> = {
  conv2d: ({ main, input, attributes }) => [main('Conv2D', [input(0), input(1)], sliding(attributes))],
  conv2d_input_grad: ({ main, part, input, attributes }) => {
    const sizes = part('input_sizes', 'Shape', [input(0)], { T, out_type: type('int32') });
    return [main('Conv2DBackpropInput', [sizes, input(1), input(2)], sliding(attributes))];
  },
  conv2d_filter_grad: ({ main, input, inputs, writer, attributes }) => {
    const sizes = writer.ints(inputs[1]!.shape as number[]);
    return [main('Conv2DBackpropFilter', [input(0), sizes, input(2)], sliding(attributes))];
  },
  bias_add: ({ main, input }) => [main('BiasAdd', [input(0), input(1)], { T, data_format: format })],
  bias_grad: ({ main, input }) => [main('BiasAddGrad', [input(0)], { T, data_format: format })],
  matmul: ({ main, input, attributes }) => [
    main('MatMul', [input(0), input(1)], {
      T,
      transpose_a: bool(attributes.transposeA),
      transpose_b: bool(attributes.transposeB),
      grad_a: bool(false),
      grad_b: bool(false),
    }),
  ],
};
