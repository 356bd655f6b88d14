/** Convolutions as Conv2D and its gradients; where a CPU lacks a kernel, as what is exactly equal (one-dnn.ts). */
import type { Convolution } from '../ir/attributes';
import { apart, isDilated } from './dilation';
import type { EmitContext, Emitters } from './emitter';
import { groupedConvolution, groupedFilterGradient, groupedInputGradient } from './grouped';
import { hasEveryConvolution, subsamplesFirst } from './one-dnn';
import { sizesOf, sizesWithBatch, sliding, subsampling } from './sliding';

type Family = 'conv2d' | 'conv2d_input_grad' | 'conv2d_filter_grad' | 'conv2d_transpose';
type Gradient = EmitContext<'conv2d_input_grad'> | EmitContext<'conv2d_filter_grad'>;

const groupsOf = ({ inputs }: Pick<Gradient, 'inputs'>): number =>
  (inputs[0]!.shape[3] as number) / (inputs[1]!.shape[2] as number);

/** Whether TensorFlow's own CPU kernels would refuse, and no others are there. */
const isRefused = (context: Gradient): boolean =>
  (isDilated(context.attributes) || groupsOf(context) > 1) &&
  !hasEveryConvolution(context.kernels, context.inputs[0]!.dtype);

function inputGradient(context: EmitContext<'conv2d_input_grad'>): string {
  const { main, part, input, inputs, attributes } = context;
  const [x, kernel] = inputs as [(typeof inputs)[0], (typeof inputs)[0]];
  const groups = groupsOf(context);
  const gradient = (write: typeof main, plain: Convolution, sizes: string, dy: string): string =>
    groups > 1
      ? groupedInputGradient(context, write, { sizes, kernel: input(1), dy, groups }, plain, x)
      : write('Conv2DBackpropInput', [sizes, input(1), dy], sliding(plain, x));
  if (!isDilated(attributes)) {
    const [, ...sides] = x.shape as [null, number, number, number];
    sides[2] /= groups;
    return gradient(main, attributes, sizesWithBatch(context, 'input_sizes', input(0), x, sides), input(2));
  }
  const small = apart(context, attributes, x, kernel);
  const dy = small.spreadOutput('dy', input(2));
  const sides = [...small.size, kernel.shape[2] as number];
  const sizes = sizesWithBatch(context, 'input_sizes', dy, x, sides);
  const write: typeof main = (op, tensors, attr) => part('small', op, tensors, attr);
  return small.gather(main, gradient(write, small.attributes, sizes, dy));
}

function filterGradient(context: EmitContext<'conv2d_filter_grad'>): string {
  const { main, input, inputs, writer, attributes } = context;
  const [x, kernel] = inputs as [(typeof inputs)[0], (typeof inputs)[0]];
  const groups = groupsOf(context);
  const sides = [...(kernel.shape as number[])];
  sides[3]! /= groups;
  const sizes = writer.ints(sides);
  const gradient = (plain: Convolution, images: string, dy: string): string =>
    groups > 1
      ? groupedFilterGradient(context, main, { x: images, sizes, dy, groups }, plain, x)
      : main('Conv2DBackpropFilter', [images, sizes, dy], sliding(plain, x));
  if (!isDilated(attributes)) return gradient(attributes, input(0), input(2));
  const small = apart(context, attributes, x, kernel);
  return gradient(small.attributes, small.spread('x', input(0)), small.spreadOutput('dy', input(2)));
}

export const convolutionEmitters: Pick<Emitters, Family> = {
  conv2d: (context) => {
    const { main, input, inputs, attributes, kernels } = context;
    const x = inputs[0]!;
    const groups = groupsOf(context);
    // Alone it would run, but TensorFlow fuses it with the bias behind it, and that kernel refuses groups.
    if (groups > 1 && !hasEveryConvolution(kernels, x.dtype)) {
      const tensors = { x: input(0), kernel: input(1), groups };
      return [groupedConvolution(context, main, tensors, attributes, x)];
    }
    return [main('Conv2D', [input(0), input(1)], sliding(attributes, x))];
  },
  conv2d_input_grad: (context) => {
    if (isRefused(context)) return [inputGradient(context)];
    const { main, input, inputs, attributes } = context;
    const sizes = sizesOf(context, 'input_sizes', input(0), inputs[0]!);
    return [main('Conv2DBackpropInput', [sizes, input(1), input(2)], sliding(attributes, inputs[0]!))];
  },
  conv2d_filter_grad: (context) => {
    if (isRefused(context)) return [filterGradient(context)];
    const { main, part, input, inputs, writer, attributes } = context;
    const [x, kernel] = inputs as [(typeof inputs)[0], (typeof inputs)[0]];
    const sizes = writer.ints(kernel.shape as number[]);
    if (subsamplesFirst(kernel.shape, attributes)) {
      // The pixels that the kernel meets, and no others.
      const met = part('met', 'StridedSlice', ...subsampling(context, input(0), attributes.strides, x));
      const whole = { strides: [1, 1], padding: 'valid' } as const;
      return [main('Conv2DBackpropFilter', [met, sizes, input(2)], sliding(whole, x))];
    }
    return [main('Conv2DBackpropFilter', [input(0), sizes, input(2)], sliding(attributes, x))];
  },
  conv2d_transpose: (context) => {
    const { main, input, inputs, node, attributes } = context;
    const [, ...sides] = node.outputs[0]!.shape as number[];
    const sizes = sizesWithBatch(context, 'output_sizes', input(0), inputs[0]!, sides);
    return [main('Conv2DBackpropInput', [sizes, input(1), input(0)], sliding(attributes, inputs[0]!))];
  },
};
