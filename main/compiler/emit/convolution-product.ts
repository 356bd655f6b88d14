/** Convolutions as MatMul: ../ir/convolution-product.ts says what is multiplied. Reshaping copies nothing. */
import { elementCount } from '../../../core/basics/element-count';
import { type ConvolutionProduct, convolutionProduct, type Window } from '../ir/convolution-product';
import { filterTaps, type Tap } from '../ir/convolution-taps';
import type { Value } from '../ir/types';
import { int, numericShape, reshaping, type } from './attributes';
import type { EmitContext, Emitters } from './emitter';
import { multiplying } from './product';

type Context = EmitContext<'conv2d_product' | 'conv2d_product_input_grad' | 'conv2d_product_filter_grad'>;

/** The tensors of one emission; every helper adds nodes named `<node>/<part>`. */
class Product {
  /** Absent for a filter gradient by taps. */
  readonly product: ConvolutionProduct | undefined;
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  private readonly reshaping;

  constructor(private readonly context: Context) {
    const [x, kernel] = context.inputs;
    this.product = convolutionProduct(x!.shape, kernel!.shape, context.attributes);
    this.x = numericShape(x!);
    this.kernel = kernel!.shape as number[];
    this.reshaping = reshaping(x!.dtype);
  }

  get windows(): readonly Window[] {
    return this.product?.form === 'map' ? this.product.windows : [];
  }

  /** [rows, columns] */
  matrix(name: string, tensor: string, columns: number): string {
    return this.reshape(name, tensor, [-1, columns]);
  }

  reshape(name: string, tensor: string, shape: readonly number[]): string {
    const { part, writer } = this.context;
    return part(name, 'Reshape', [tensor, writer.ints(shape)], this.reshaping);
  }

  /** The result, in the node's own name. */
  result(tensor: string, shape: readonly number[]): string {
    const { main, writer } = this.context;
    return main('Reshape', [tensor, writer.ints(shape)], this.reshaping);
  }

  multiply(name: string, a: string, b: string, transposed: 'a' | 'b' | 'none'): string {
    const attr = multiplying(this.context.T, transposed === 'a', transposed === 'b');
    return this.context.part(name, 'MatMul', [a, b], attr);
  }

  slice(name: string, tensor: string, begin: readonly number[], size: readonly number[]): string {
    const { part, writer, T } = this.context;
    return part(name, 'Slice', [tensor, writer.ints(begin), writer.ints(size)], { T, Index: type('int32') });
  }

  /** The result, with zeros around it, in the node's own name. */
  padded(
    tensor: string,
    before: readonly number[],
    size: readonly number[],
    whole: readonly number[],
  ): string {
    const { main, writer, T } = this.context;
    const margins = whole.flatMap((length, axis) => [
      before[axis] as number,
      axis === 0 && length < 0 ? 0 : length - (size[axis] as number) - (before[axis] as number),
    ]);
    const paddings = writer.constant('int32', [whole.length, 2], margins);
    return main('Pad', [tensor, paddings], { T, Tpaddings: type('int32') });
  }

  /** [begin, size] of a window in x, and in the kernel. */
  area(window: Window): Record<'x' | 'kernel', { begin: number[]; size: number[] }> {
    const { rows, columns } = window;
    const [height, width] = [rows.end - rows.begin, columns.end - columns.begin];
    const [batch, , , channels] = this.x as [number, number, number, number];
    return {
      x: { begin: [0, rows.begin, columns.begin, 0], size: [batch, height, width, channels] },
      kernel: {
        begin: [rows.kernelBegin, columns.kernelBegin, 0, 0],
        size: [height, width, ...this.kernel.slice(2)],
      },
    };
  }

  /** The map's part under a window, [N, h * w * C]. */
  mapRow(tensor: string, window: Window): string {
    const { begin, size } = this.area(window).x;
    const part = same(size, this.x) ? tensor : this.slice('seen', tensor, begin, size);
    return this.matrix('row', part, elementCount(size.slice(1)));
  }

  /** The kernel's part over the map, [h * w * C, F]. */
  kernelMatrix(tensor: string, window: Window, index: number): string {
    const { begin, size } = this.area(window).kernel;
    const part = same(size, this.kernel) ? tensor : this.slice(`kernel_part${index}`, tensor, begin, size);
    return this.matrix(`kernel_matrix${index}`, part, this.kernel[3] as number);
  }
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

function forward(context: EmitContext<'conv2d_product'>): string {
  const { input, node, part, writer, T } = context;
  const of = new Product(context);
  const [, , channels, filters] = of.kernel as [number, number, number, number];
  const shape = numericShape(node.outputs[0]!);
  if (of.product?.form === 'pixels') {
    const pixels = of.matrix('pixels', input(0), channels);
    return of.result(of.multiply('product', pixels, of.matrix('matrix', input(1), filters), 'none'), shape);
  }
  const row = of.mapRow(input(0), of.windows[0]!);
  const pixels = of.windows.map((window, index) =>
    of.multiply(`product${index}`, row, of.kernelMatrix(input(1), window, index), 'none'),
  );
  if (pixels.length === 1) return of.result(pixels[0]!, shape);
  const axis = writer.constant('int32', [], [1]);
  const attr = { T, N: int(pixels.length), Tidx: type('int32') };
  return of.result(part('side_by_side', 'ConcatV2', [...pixels, axis], attr), shape);
}

function inputGradient(context: EmitContext<'conv2d_product_input_grad'>): string {
  const { input, part, T } = context;
  const of = new Product(context);
  const filters = of.kernel[3] as number;
  if (of.product?.form === 'pixels') {
    const dy = of.matrix('dy_pixels', input(2), filters);
    return of.result(of.multiply('product', dy, of.matrix('matrix', input(1), filters), 'b'), of.x);
  }
  const { windows } = of;
  const dy = of.matrix('dy_row', input(2), windows.length * filters);
  const terms = windows.map((window, index) => {
    const pixel =
      windows.length === 1 ? dy : of.slice(`dy_pixel${index}`, dy, [0, index * filters], [-1, filters]);
    return of.multiply(`product${index}`, pixel, of.kernelMatrix(input(1), window, index), 'b');
  });
  const sum = terms.length === 1 ? terms[0]! : part('sum', 'AddN', terms, { T, N: int(terms.length) });
  const { begin, size } = of.area(windows[0]!).x;
  if (same(size, of.x)) return of.result(sum, of.x);
  return of.padded(of.reshape('seen', sum, size), begin, size, of.x);
}

function filterGradient(context: EmitContext<'conv2d_product_filter_grad'>): string {
  const { input } = context;
  const of = new Product(context);
  const [, , channels, filters] = of.kernel as [number, number, number, number];
  const dy = of.matrix('dy_pixels', input(2), filters);
  if (of.product?.form === 'pixels') {
    return of.result(of.multiply('product', of.matrix('pixels', input(0), channels), dy, 'a'), of.kernel);
  }
  const [window, ...others] = of.windows;
  if (!window || others.length > 0) return byTaps(context, of);
  const matrix = of.multiply('product', of.mapRow(input(0), window), dy, 'a');
  const { begin, size } = of.area(window).kernel;
  if (same(size, of.kernel)) return of.result(matrix, of.kernel);
  return of.padded(of.reshape('part', matrix, size), begin, size, of.kernel);
}

/** One product per value of the kernel's window, stacked. */
function byTaps(context: EmitContext<'conv2d_product_filter_grad'>, of: Product): string {
  const { input, inputs, part, writer, attributes, T } = context;
  const [x, kernel, dy] = inputs as [Value, Value, Value];
  const met = (name: string, tensor: string, whole: readonly number[], [top, left, height, width]: Four) => {
    const [batch, , , channels] = whole as Four;
    const size = [batch, height, width, channels];
    const area = same(size, whole) ? tensor : of.slice(`${name}_area`, tensor, [0, top, left, 0], size);
    return of.matrix(name, area, channels);
  };
  const taps = filterTaps(x.shape, kernel.shape, attributes) as Tap[];
  const blocks = taps.map(({ rows, columns }, tap) => {
    const [height, width] = [rows.length, columns.length];
    const seen = met(`x${tap}`, input(0), of.x, [rows.input, columns.input, height, width]);
    const given = met(`dy${tap}`, input(2), numericShape(dy), [rows.output, columns.output, height, width]);
    return of.multiply(`tap${tap}`, seen, given, 'a');
  });
  const attr = { T, N: int(blocks.length), Tidx: type('int32') };
  const matrix = part('taps', 'ConcatV2', [...blocks, writer.constant('int32', [], [0])], attr);
  return of.result(matrix, of.kernel);
}

type Four = [number, number, number, number];

export const convolutionProductEmitters = {
  conv2d_product: (context) => [forward(context)],
  conv2d_product_input_grad: (context) => [inputGradient(context)],
  conv2d_product_filter_grad: (context) => [filterGradient(context)],
} satisfies Partial<Emitters>;
