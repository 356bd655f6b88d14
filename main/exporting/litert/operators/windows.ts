/**
 * Convolutions and poolings. Padding is an operator of its own, before a window that pads nothing: the default kernels give zeros
 * for SAME where a kernel is narrower than its stride on one axis.
 */
import type { Convolution, Pair, Pooling } from '../../../compiler/ir/attributes';
import type { TensorShape } from '../../../compiler/ir/tensor-type';
import { type Pads, samePads } from '../../sliding';
import type { TableValue } from '../flatbuffer';
import { TYPE, VALID } from '../schema';
import type { TensorId } from '../writer';
import { bias, type Context, type Emitters, kernel, shapeOf, slice } from './context';

/** The smallest float32: no maximum is below it. */
const LEAST = -3.402_823_466_385_288_6e38;

/** The image with `pads` around it, filled with zeros or with `fill`. */
function padded(context: Context, { top, bottom, left, right }: Pads, fill = 0): TensorId {
  const x = context.input(0);
  if (top + bottom + left + right === 0) return x;
  const [batch = null, height = 0, width = 0, channels = 0] = shapeOf(context) as number[];
  const margins = context.graph.integers([0, 0, top, bottom, left, right, 0, 0], [4, 2]);
  const shape = [batch, height + top + bottom, width + left + right, channels];
  return fill === 0
    ? context.part('padded', 'PAD', [x, margins], shape)
    : context.part('padded', 'PADV2', [x, margins, context.graph.scalar(fill)], shape);
}

const stride = ([height, width]: Pair): TableValue => ({
  padding: VALID,
  strideH: height,
  strideW: width,
});

const dilation = ({ dilations = [1, 1] }: Convolution): TableValue => ({
  dilationH: dilations[0],
  dilationW: dilations[1],
});

const window = ({ strides, size }: Pooling): TableValue => ({
  ...stride(strides),
  filterHeight: size[0],
  filterWidth: size[1],
});

/** The number of image pixels under each window, divided by the window's size. */
function covered({ size, strides, padding }: Pooling, pads: Pads, shape: TensorShape, output: TensorShape) {
  const side = (axis: 0 | 1, before: number) =>
    Array.from({ length: output[axis + 1] as number }, (_, at) => {
      const first = at * strides[axis] - before;
      const end = Math.min(first + size[axis], shape[axis + 1] as number);
      return (end - Math.max(first, 0)) / size[axis];
    });
  if (padding === 'valid') return undefined;
  const [rows, columns] = [side(0, pads.top), side(1, pads.left)];
  return rows.flatMap((row) => columns.map((column) => row * column));
}

type Windows = 'conv2d' | 'depthwise_conv2d' | 'conv2d_transpose' | 'max_pool' | 'avg_pool';

export const windows: Emitters<Windows> = {
  conv2d: (context) => {
    const { attributes, last, weight } = context;
    const pads = samePads(attributes, weight(1).shape.slice(0, 2) as unknown as Pair, shapeOf(context));
    return last('CONV_2D', [padded(context, pads), kernel(context, [3, 0, 1, 2]), bias(context)], {
      ...stride(attributes.strides),
      ...dilation(attributes),
    });
  },
  depthwise_conv2d: (context) => {
    const { attributes, last, weight } = context;
    const [height = 1, width = 1, channels = 1, multiplier = 1] = weight(1).shape;
    const pads = samePads(attributes, [height, width], shapeOf(context));
    const weights = kernel(context, [0, 1, 2, 3], [1, height, width, channels * multiplier]);
    return last('DEPTHWISE_CONV_2D', [padded(context, pads), weights, bias(context)], {
      ...stride(attributes.strides),
      ...dilation(attributes),
      depthMultiplier: multiplier,
    });
  },
  // Without padding it makes the whole image that the windows cover; the required part is cut out.
  conv2d_transpose: (context) => {
    const { attributes, graph, input, last, part, weight } = context;
    const { strides, padding, height, width } = attributes;
    const [, rows = 0, columns = 0] = shapeOf(context) as number[];
    const [kernelHeight = 1, kernelWidth = 1, filters = 1] = weight(1).shape;
    const image = [null, height, width, filters];
    const { top, left } = samePads({ strides, padding }, [kernelHeight, kernelWidth], image);
    const whole = [
      Math.max((rows - 1) * strides[0] + kernelHeight, top + height),
      Math.max((columns - 1) * strides[1] + kernelWidth, left + width),
    ] as const;
    const batch = graph.operator(
      'STRIDED_SLICE',
      [
        graph.operator(
          'SHAPE',
          [input(0)],
          { name: `${context.node.name}/shape`, shape: [4], type: 'int32' },
          {
            outType: TYPE.int32,
          },
        ),
        graph.integers([0]),
        graph.integers([1]),
        graph.integers([1]),
      ],
      { name: `${context.node.name}/batch`, shape: [], type: 'int32' },
      { shrinkAxisMask: 1 },
    );
    const sides = [...whole, filters].map((size) => graph.integers([size], []));
    const size = graph.operator(
      'PACK',
      [batch, ...sides],
      { name: `${context.node.name}/size`, shape: [4], type: 'int32' },
      { valuesCount: 4 },
    );
    const made = part(
      'whole',
      'TRANSPOSE_CONV',
      [size, kernel(context, [2, 0, 1, 3]), input(0)],
      [null, ...whole, filters],
      stride(strides),
    );
    const cut = slice(context, made, {
      begin: [0, top, left, 0],
      end: [0, top + height, left + width, filters],
    });
    return last('STRIDED_SLICE', cut.inputs, cut.options);
  },
  max_pool: (context) => {
    const { attributes, last } = context;
    const pads = samePads(attributes, attributes.size, shapeOf(context));
    return last('MAX_POOL_2D', [padded(context, pads, LEAST)], window(attributes));
  },
  // Zeros around the image are summed too, so the mean is then divided by the share of a window that is image.
  avg_pool: (context) => {
    const { attributes, graph, last, part, output } = context;
    const pads = samePads(attributes, attributes.size, shapeOf(context));
    const shares = covered(attributes, pads, shapeOf(context), output.shape);
    const inputs = [padded(context, pads)];
    if (!shares?.some((share) => share < 1)) return last('AVERAGE_POOL_2D', inputs, window(attributes));
    const mean = part('mean', 'AVERAGE_POOL_2D', inputs, output.shape, window(attributes));
    const [, height = 1, width = 1] = output.shape as number[];
    const key = `${context.node.name}/shares`;
    const divisor = graph.constant({
      key,
      shape: [1, height, width, 1],
      data: () => Float32Array.from(shares),
    });
    return last('DIV', [mean, divisor]);
  },
};
