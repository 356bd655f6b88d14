/** Convolutions as Conv2D and its gradients; where a CPU lacks a kernel, an exact equivalent (one-dnn.ts). */
import type { Convolution } from '../ir/attributes';
import type { Value } from '../ir/types';
import { apart, isDilated } from './dilation';
import type { EmitContext, Emitters, Write } from './emitter';
import { groupwise } from './grouped';
import { hasEveryConvolution, subsamplesFirst } from './one-dnn';
import { sizesOf, sizesWithBatch, sliding, subsampling } from './sliding';

type Gradient = EmitContext<'conv2d_input_grad'> | EmitContext<'conv2d_filter_grad'>;

const groupsOf = ({ inputs }: Pick<Gradient, 'inputs'>): number =>
  (inputs[0]!.shape[3] as number) / (inputs[1]!.shape[2] as number);

/** Whether TensorFlow's own CPU kernels would refuse it and there are no others. */
const isRefused = (context: Gradient): boolean =>
  (isDilated(context.attributes) || groupsOf(context) > 1) &&
  !hasEveryConvolution(context.kernels, context.inputs[0]!.dtype);

function inputGradient(context: EmitContext<'conv2d_input_grad'>): string {
  const { main, part, input, inputs, attributes } = context;
  const [x, kernel] = inputs as [Value, Value];
  const op = 'Conv2DBackpropInput';
  const groups = groupsOf(context);
  const gradient = (write: Write, plain: Convolution, sizes: string, dy: string): string =>
    groups > 1
      ? groupwise(context, write, op, { sizes, kernels: input(1), dys: dy }, groups, plain, x)
      : write(op, [sizes, input(1), dy], sliding(plain, x));
  if (!isDilated(attributes)) {
    const [, height, width, channels] = x.shape as [null, number, number, number];
    const sides = [height, width, channels / groups];
    return gradient(main, attributes, sizesWithBatch(context, 'input_sizes', input(0), x, sides), input(2));
  }
  const small = apart(context, attributes, x, kernel);
  const dy = small.spreadOutput('dy', input(2));
  const sides = [...small.size, kernel.shape[2] as number];
  const sizes = sizesWithBatch(context, 'input_sizes', dy, x, sides);
  const write: Write = (...node) => part('small', ...node);
  return small.gather(main, gradient(write, small.attributes, sizes, dy));
}

function filterGradient(context: EmitContext<'conv2d_filter_grad'>): string {
  const { main, input, inputs, writer, attributes } = context;
  const [x, kernel] = inputs as [Value, Value];
  const op = 'Conv2DBackpropFilter';
  const groups = groupsOf(context);
  const [height, width, channels, filters] = kernel.shape as [number, number, number, number];
  const sizes = writer.ints([height, width, channels, filters / groups]);
  const gradient = (plain: Convolution, images: string, dy: string): string =>
    groups > 1
      ? groupwise(context, main, op, { xs: images, sizes, dys: dy }, groups, plain, x)
      : main(op, [images, sizes, dy], sliding(plain, x));
  if (!isDilated(attributes)) return gradient(attributes, input(0), input(2));
  const small = apart(context, attributes, x, kernel);
  return gradient(small.attributes, small.spread('x', input(0)), small.spreadOutput('dy', input(2)));
}

export const convolutionEmitters = {
  conv2d: (context) => {
    const { main, input, tensors, inputs, attributes, kernels } = context;
    const x = inputs[0]!;
    const groups = groupsOf(context);
    // It would run alone, but TensorFlow fuses it with the bias after it, and that kernel refuses groups.
    if (groups > 1 && !hasEveryConvolution(kernels, x.dtype)) {
      const split = { xs: input(0), kernels: input(1) };
      return [groupwise(context, main, 'Conv2D', split, groups, attributes, x)];
    }
    return [main('Conv2D', tensors, sliding(attributes, x))];
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
    const [x, kernel] = inputs as [Value, Value];
    const sizes = writer.ints(kernel.shape as number[]);
    if (subsamplesFirst(kernel.shape, attributes)) {
      // Only the pixels that the kernel covers.
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
} satisfies Partial<Emitters>;
