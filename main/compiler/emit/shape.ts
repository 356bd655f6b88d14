import type { Pooling } from '../ir/attributes';
import type { TensorType } from '../ir/types';
import { dtypeOf, ints, text, type } from './attributes';
import type { Emitters } from './emitter';
import { keptApart } from './kept-apart';
import type { AttrValue } from './schema';
import { subsampling } from './sliding';

type Family =
  | 'max_pool'
  | 'max_pool_grad'
  | 'avg_pool'
  | 'avg_pool_grad'
  | 'spatial_max'
  | 'spatial_max_grad'
  | 'spatial_mean'
  | 'spatial_mean_grad'
  | 'pad'
  | 'crop'
  | 'subsample'
  | 'subsample_grad'
  | 'reshape';

const T = type('float32');
const index = type('int32');
const reshaping = (x: TensorType | undefined) => ({ T: dtypeOf(x!), Tshape: index });

const pooling = ({ size, strides, padding }: Pooling, x: TensorType | undefined) => ({
  T: dtypeOf(x!),
  ksize: ints([1, ...size, 1]),
  strides: ints([1, ...strides, 1]),
  padding: text(padding.toUpperCase()),
  data_format: text('NHWC'),
  explicit_paddings: ints([]),
});

/** The unknown batch as TensorFlow writes it: -1 in a new shape, "all that there is" in a slice. */
const sizes = (shape: readonly (number | null)[]): number[] => shape.map((size) => size ?? -1);

export const shapeEmitters: Pick<Emitters, Family> = {
  max_pool: ({ main, input, inputs, attributes }) => [
    main('MaxPool', [input(0)], pooling(attributes, inputs[0])),
  ],
  max_pool_grad: ({ main, input, inputs, attributes }) => [
    main('MaxPoolGrad', [input(0), input(1), input(2)], pooling(attributes, inputs[0])),
  ],
  avg_pool: ({ main, input, inputs, attributes }) => {
    const { explicit_paddings: _, ...attr } = pooling(attributes, inputs[0]);
    return [main('AvgPool', [input(0)], attr)];
  },
  avg_pool_grad: ({ main, part, input, inputs, attributes }) => {
    const { explicit_paddings: _, ...attr } = pooling(attributes, inputs[0]);
    const sides = part('input_sizes', 'Shape', [input(0)], { T: attr.T, out_type: index });
    return [main('AvgPoolGrad', [sides, input(1)], attr)];
  },
  spatial_max: ({ main, input, inputs, writer }) => [
    main('Max', [input(0), writer.ints([1, 2])], {
      T: dtypeOf(inputs[0]!),
      Tidx: index,
      keep_dims: { b: false },
    }),
  ],
  // As the gradient of tf.reduce_max: shared evenly among those that are largest. They are counted in float32: a
  // bfloat16 counts to 256.
  spatial_max_grad: ({ main, part, input, inputs, writer }) => {
    const short = dtypeOf(inputs[0]!);
    const isShort = inputs[0]!.dtype !== 'float32';
    const cast = (SrcT: AttrValue, DstT: AttrValue) => ({ SrcT, DstT, Truncate: { b: false } });
    const pixel = writer.ints([-1, 1, 1, inputs[0]!.shape[3] as number]);
    const largest = part('largest', 'Reshape', [input(1), pixel], { T: short, Tshape: index });
    const equal = part('equal', 'Equal', [input(0), largest], {
      T: short,
      incompatible_shape_error: { b: true },
    });
    const ones = part('ones', 'Cast', [equal], cast(type('bool'), T));
    const count = part('count', 'Sum', [ones, writer.ints([1, 2])], {
      T,
      Tidx: index,
      keep_dims: { b: true },
    });
    const pixels = part('dy', 'Reshape', [input(2), pixel], { T: short, Tshape: index });
    const dy = isShort ? part('dy_long', 'Cast', [pixels], cast(short, T)) : pixels;
    const share = part('share', 'RealDiv', [dy, count], { T });
    if (!isShort) return [main('Mul', [ones, share], { T })];
    return [main('Cast', [part('shares', 'Mul', [ones, share], { T })], cast(T, short))];
  },
  spatial_mean: ({ main, input, inputs, node, writer }) => {
    const [, height, width] = inputs[0]!.shape;
    if (height === 1 && width === 1) {
      return [main('Reshape', [input(0), writer.ints(sizes(node.outputs[0]!.shape))], reshaping(inputs[0]))];
    }
    return [main('Mean', [input(0), writer.ints([1, 2])], { T, Tidx: index, keep_dims: { b: false } })];
  },
  spatial_mean_grad: ({ main, part, input, inputs, attributes, writer }) => {
    const { height, width } = attributes;
    const pixel = writer.ints([-1, 1, 1, inputs[0]!.shape[1] as number]);
    if (height === 1 && width === 1) return [main('Reshape', [input(0), pixel], reshaping(inputs[0]))];
    const share = part('share', 'Mul', [input(0), writer.scalar(1 / (height * width))], { T });
    const image = part('image', 'Reshape', [share, pixel], reshaping(inputs[0]));
    return [main('Tile', [image, writer.ints([1, height, width, 1])], { T, Tmultiples: index })];
  },
  pad: ({ main, part, input, inputs, node, attributes, writer }) => {
    const { margins } = attributes;
    const paddings = writer.constant('int32', [margins.length, 2], margins.flat());
    const pad = [[input(0), paddings], { T: dtypeOf(inputs[0]!), Tpaddings: index }] as const;
    // Fused into the convolution behind it, zeros around an image are right, and zero channels are forgotten.
    if (Math.max(...margins.at(-1)!) === 0) return [main('Pad', ...pad)];
    return [keptApart(main, part('zeros', 'Pad', ...pad), node.outputs[0]!)];
  },
  crop: ({ main, input, inputs, attributes, node, writer }) => {
    const begin = writer.ints(attributes.margins.map(([before]) => before));
    return [
      main('Slice', [input(0), begin, writer.ints(sizes(node.outputs[0]!.shape))], {
        T: dtypeOf(inputs[0]!),
        Index: index,
      }),
    ];
  },
  subsample: ({ main, input, inputs, attributes, writer }) => [
    main('StridedSlice', ...subsampling({ writer }, input(0), attributes.strides, inputs[0]!)),
  ],
  // Zeros are put in behind every row and column, and what is then too much at the end is cut off.
  subsample_grad: ({ main, part, input, inputs, attributes, writer }) => {
    const T = dtypeOf(inputs[0]!);
    const reshape = { T, Tshape: index };
    const [, rows, columns, channels] = inputs[0]!.shape as number[];
    const [down, across] = attributes.strides;
    const { height, width } = attributes;
    const apart = part(
      'apart',
      'Reshape',
      [input(0), writer.ints([-1, rows!, 1, columns!, 1, channels!])],
      reshape,
    );
    const gaps = writer.constant('int32', [6, 2], [0, 0, 0, 0, 0, down - 1, 0, 0, 0, across - 1, 0, 0]);
    const filled = part('filled', 'Pad', [apart, gaps], { T, Tpaddings: index });
    const whole = writer.ints([-1, rows! * down, columns! * across, channels!]);
    const image = part('image', 'Reshape', [filled, whole], reshape);
    const cut = [image, writer.ints([0, 0, 0, 0]), writer.ints([-1, height, width, channels!])];
    return [main('Slice', cut, { T, Index: index })];
  },
  reshape: ({ main, input, inputs, attributes, writer }) => [
    main('Reshape', [input(0), writer.ints(sizes(attributes.shape))], reshaping(inputs[0])),
  ],
};
