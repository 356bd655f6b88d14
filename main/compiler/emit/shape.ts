/** Pooling, padding, sampling and reshaping. */
import type { Pooling } from '../ir/attributes';
import { bool, casting, ints, numericShape, reducing, reshaping, text, type } from './attributes';
import { type EmitContext, type Emitters, oneNode } from './emitter';
import { keptApart } from './kept-apart';
import { subsampling } from './sliding';

const index = type('int32');
const float32 = type('float32');

const averaging = ({ attributes, T }: EmitContext<'avg_pool' | 'avg_pool_grad'>) => {
  const { size, strides, padding }: Pooling = attributes;
  return {
    T,
    ksize: ints([1, ...size, 1]),
    strides: ints([1, ...strides, 1]),
    padding: text(padding.toUpperCase()),
    data_format: text('NHWC'),
  };
};
const maximizing = (context: EmitContext<'max_pool' | 'max_pool_grad'>) => ({
  ...averaging(context as EmitContext<never>),
  explicit_paddings: ints([]),
});

export const shapeEmitters = {
  max_pool: oneNode('MaxPool', maximizing),
  max_pool_grad: oneNode('MaxPoolGrad', maximizing),
  avg_pool: oneNode('AvgPool', averaging),
  avg_pool_grad: (context) => {
    const { main, part, input, T } = context;
    const sides = part('input_sizes', 'Shape', [input(0)], { T, out_type: index });
    return [main('AvgPoolGrad', [sides, input(1)], averaging(context))];
  },
  spatial_max: ({ main, input, inputs, writer }) => [
    main('Max', [input(0), writer.ints([1, 2])], reducing(inputs[0]!.dtype)),
  ],
  // As the gradient of tf.reduce_max: shared evenly among the largest values. They are counted in float32,
  // since a bfloat16 counts to 256.
  spatial_max_grad: ({ main, part, input, inputs, T, writer }) => {
    const { dtype } = inputs[0]!;
    const isShort = dtype !== 'float32';
    const pixel = writer.ints([-1, 1, 1, inputs[0]!.shape[3] as number]);
    const largest = part('largest', 'Reshape', [input(1), pixel], reshaping(dtype));
    const equal = part('equal', 'Equal', [input(0), largest], { T, incompatible_shape_error: bool(true) });
    const ones = part('ones', 'Cast', [equal], casting('bool', 'float32'));
    const count = part('count', 'Sum', [ones, writer.ints([1, 2])], reducing('float32', true));
    const pixels = part('dy', 'Reshape', [input(2), pixel], reshaping(dtype));
    const dy = isShort ? part('dy_long', 'Cast', [pixels], casting(dtype, 'float32')) : pixels;
    const share = part('share', 'RealDiv', [dy, count], { T: float32 });
    if (!isShort) return [main('Mul', [ones, share], { T })];
    const shares = part('shares', 'Mul', [ones, share], { T: float32 });
    return [main('Cast', [shares], casting('float32', dtype))];
  },
  spatial_mean: ({ main, input, inputs, node, writer }) => {
    const [, height, width] = inputs[0]!.shape;
    if (height === 1 && width === 1) {
      return [main('Reshape', [input(0), writer.ints(numericShape(node.outputs[0]!))], reshaping('float32'))];
    }
    return [main('Mean', [input(0), writer.ints([1, 2])], reducing('float32'))];
  },
  spatial_mean_grad: ({ main, part, input, inputs, T, attributes, writer }) => {
    const { height, width } = attributes;
    const pixel = writer.ints([-1, 1, 1, inputs[0]!.shape[1] as number]);
    if (height === 1 && width === 1) return [main('Reshape', [input(0), pixel], reshaping('float32'))];
    const share = part('share', 'Mul', [input(0), writer.scalar(1 / (height * width))], { T });
    const image = part('image', 'Reshape', [share, pixel], reshaping('float32'));
    return [main('Tile', [image, writer.ints([1, height, width, 1])], { T, Tmultiples: index })];
  },
  pad: ({ main, part, input, T, node, attributes, writer }) => {
    const { margins } = attributes;
    const paddings = writer.constant('int32', [margins.length, 2], margins.flat());
    const pad = [[input(0), paddings], { T, Tpaddings: index }] as const;
    // When it is fused into the following convolution, zeros around an image are right, but zero channels
    // are lost.
    if (Math.max(...margins.at(-1)!) === 0) return [main('Pad', ...pad)];
    return [keptApart(main, part('zeros', 'Pad', ...pad), node.outputs[0]!)];
  },
  crop: ({ main, input, T, attributes, node, writer }) => {
    const begin = writer.ints(attributes.margins.map(([before]) => before));
    const size = writer.ints(numericShape(node.outputs[0]!));
    return [main('Slice', [input(0), begin, size], { T, Index: index })];
  },
  subsample: ({ main, input, inputs, attributes, writer }) => [
    main('StridedSlice', ...subsampling({ writer }, input(0), attributes.strides, inputs[0]!)),
  ],
  // Zeros are inserted after every row and column, and the excess at the end is cut off.
  subsample_grad: ({ main, part, input, inputs, T, attributes, writer }) => {
    const { dtype, shape } = inputs[0]!;
    const [, rows = 0, columns = 0, channels = 0] = shape as number[];
    const { height, width, strides } = attributes;
    const [down, across] = strides;
    const single = [input(0), writer.ints([-1, rows, 1, columns, 1, channels])];
    const apart = part('apart', 'Reshape', single, reshaping(dtype));
    const gaps = writer.constant('int32', [6, 2], [0, 0, 0, 0, 0, down - 1, 0, 0, 0, across - 1, 0, 0]);
    const filled = part('filled', 'Pad', [apart, gaps], { T, Tpaddings: index });
    const whole = writer.ints([-1, rows * down, columns * across, channels]);
    const image = part('image', 'Reshape', [filled, whole], reshaping(dtype));
    const cut = [image, writer.ints([0, 0, 0, 0]), writer.ints([-1, height, width, channels])];
    return [main('Slice', cut, { T, Index: index })];
  },
  reshape: ({ main, input, inputs, attributes, writer }) => [
    main('Reshape', [input(0), writer.ints(numericShape(attributes))], reshaping(inputs[0]!.dtype)),
  ],
} satisfies Partial<Emitters>;
