/**
 * Depthwise convolutions as DepthwiseConv2dNative and its gradients. A dilated one always goes through small images
 * (dilation.ts), as in tf.nn.depthwise_conv2d: TensorFlow's own CPU kernels refuse a dilation.
 */
import type { Convolution } from '../ir/attributes';
import type { Value } from '../ir/types';
import { apart, isDilated } from './dilation';
import type { Emitters, Parts, Write } from './emitter';
import { sizesOf, sizesWithBatch, depthwiseSliding as sliding } from './sliding';

const small =
  ({ part }: Parts): Write =>
  (...node) =>
    part('small', ...node);

export const depthwiseEmitters = {
  depthwise_conv2d: (context) => {
    const { main, input, inputs, attributes } = context;
    const [x, kernel] = inputs as [Value, Value];
    const convolve = (write: Write, plain: Convolution, images: string): string =>
      write('DepthwiseConv2dNative', [images, input(1)], sliding(plain, x));
    if (!isDilated(attributes)) return [convolve(main, attributes, input(0))];
    const images = apart(context, attributes, x, kernel);
    const y = convolve(small(context), images.attributes, images.spread('x', input(0)));
    return [images.gatherOutput(main, y)];
  },
  depthwise_conv2d_input_grad: (context) => {
    const { main, input, inputs, attributes } = context;
    const [x, kernel] = inputs as [Value, Value];
    const gradient = (write: Write, plain: Convolution, sizes: string, dy: string): string =>
      write('DepthwiseConv2dNativeBackpropInput', [sizes, input(1), dy], sliding(plain, x));
    if (!isDilated(attributes)) {
      return [gradient(main, attributes, sizesOf(context, 'input_sizes', input(0), x), input(2))];
    }
    const images = apart(context, attributes, x, kernel);
    const dy = images.spreadOutput('dy', input(2));
    const sides = [...images.size, x.shape[3] as number];
    const sizes = sizesWithBatch(context, 'input_sizes', dy, x, sides);
    return [images.gather(main, gradient(small(context), images.attributes, sizes, dy))];
  },
  depthwise_conv2d_filter_grad: (context) => {
    const { main, input, inputs, writer, attributes } = context;
    const [x, kernel] = inputs as [Value, Value];
    const sizes = writer.ints(kernel.shape as number[]);
    const gradient = (plain: Convolution, images: string, dy: string): string[] => [
      main('DepthwiseConv2dNativeBackpropFilter', [images, sizes, dy], sliding(plain, x)),
    ];
    if (!isDilated(attributes)) return gradient(attributes, input(0), input(2));
    const images = apart(context, attributes, x, kernel);
    return gradient(images.attributes, images.spread('x', input(0)), images.spreadOutput('dy', input(2)));
  },
} satisfies Partial<Emitters>;
