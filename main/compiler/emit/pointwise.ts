import { bool, dtypeOf, int, type } from './attributes';
import type { EmitContext, Emitters } from './emitter';

type Family =
  | 'softmax'
  | 'softmax_grad'
  | 'cast'
  | 'softmax_cross_entropy'
  | 'scale_rows'
  | 'sum'
  | 'sum_grad'
  | 'mean'
  | 'mean_grad'
  | 'half_square_sum'
  | 'standard_deviation'
  | 'stack'
  | 'batch_size'
  | 'binary'
  | 'unary'
  | 'clip'
  | 'clip_grad';

const T = type('float32');
const integer = type('int32');

const binaries = {
  add: 'AddV2',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'RealDiv',
  minimum: 'Minimum',
  maximum: 'Maximum',
} as const;
const unaries = {
  negate: 'Neg',
  log: 'Log',
  reciprocal: 'Reciprocal',
  square_root: 'Sqrt',
  reciprocal_square_root: 'Rsqrt',
} as const;

/** Sum or mean over everything. */
function reduced({ main, input, inputs, writer }: EmitContext<'sum' | 'mean'>, op: 'Sum' | 'Mean'): string {
  const axes = writer.ints(inputs[0]!.shape.map((_, axis) => axis));
  return main(op, [input(0), axes], { T, Tidx: integer, keep_dims: bool(false) });
}

export const pointwiseEmitters: Pick<Emitters, Family> = {
  softmax: ({ main, input }) => [main('Softmax', [input(0)], { T })],
  // dx = (dy - sum(dy * y)) * y along the last axis
  softmax_grad: ({ main, part, input, writer }) => {
    const [dy, y] = [input(0), input(1)];
    const products = part('products', 'Mul', [dy, y], { T });
    const sums = part('sums', 'Sum', [products, writer.ints([-1])], {
      T,
      Tidx: integer,
      keep_dims: bool(true),
    });
    const centered = part('centered', 'Sub', [dy, sums], { T });
    return [main('Mul', [centered, y], { T })];
  },
  cast: ({ main, input, inputs, attributes }) => [
    main('Cast', [input(0)], {
      SrcT: dtypeOf(inputs[0]!),
      DstT: dtypeOf(attributes),
      Truncate: bool(false),
    }),
  ],
  softmax_cross_entropy: ({ main, input }) => {
    const losses = main('SparseSoftmaxCrossEntropyWithLogits', [input(0), input(1)], { T, Tlabels: integer });
    return [losses, `${losses}:1`];
  },
  scale_rows: ({ main, part, input, writer }) => {
    const axis = writer.constant('int32', [], [-1]);
    const column = part('column', 'ExpandDims', [input(0), axis], { T, Tdim: integer });
    return [main('Mul', [column, input(1)], { T })];
  },
  sum: (context) => [reduced(context, 'Sum')],
  sum_grad: ({ main, part, input }) => {
    const sizes = part('shape', 'Shape', [input(1)], { T, out_type: integer });
    return [main('Fill', [sizes, input(0)], { T, index_type: integer })];
  },
  mean: (context) => [reduced(context, 'Mean')],
  mean_grad: ({ main, part, input }) => {
    const size = part('size', 'Size', [input(1)], { T, out_type: integer });
    const count = part('count', 'Cast', [size], { SrcT: integer, DstT: T, Truncate: bool(false) });
    const share = part('share', 'RealDiv', [input(0), count], { T });
    const sizes = part('shape', 'Shape', [input(1)], { T, out_type: integer });
    return [main('Fill', [sizes, share], { T, index_type: integer })];
  },
  // In two passes: the mean of the squares less the square of the mean would lose digits where the mean is large.
  standard_deviation: ({ main, part, input, inputs, writer }) => {
    const axes = writer.ints(inputs[0]!.shape.map((_, axis) => axis));
    const over = { T, Tidx: integer, keep_dims: bool(false) };
    const mean = part('mean', 'Mean', [input(0), axes], over);
    const squares = part('squares', 'SquaredDifference', [input(0), mean], { T });
    return [main('Sqrt', [part('variance', 'Mean', [squares, axes], over)], { T })];
  },
  stack: ({ main, input, inputs }) => [
    main(
      'Pack',
      inputs.map((_, index) => input(index)),
      { T, N: int(inputs.length), axis: int(0) },
    ),
  ],
  half_square_sum: ({ main, input }) => [main('L2Loss', [input(0)], { T })],
  batch_size: ({ main, part, input, inputs, writer }) => {
    const sizes = part('shape', 'Shape', [input(0)], {
      T: type(inputs[0]!.dtype as 'int32'),
      out_type: integer,
    });
    return [
      main('StridedSlice', [sizes, writer.ints([0]), writer.ints([1]), writer.ints([1])], {
        T: integer,
        Index: integer,
        begin_mask: int(0),
        end_mask: int(0),
        ellipsis_mask: int(0),
        new_axis_mask: int(0),
        shrink_axis_mask: int(1),
      }),
    ];
  },
  binary: ({ main, input, inputs, attributes }) => [
    main(binaries[attributes.function], [input(0), input(1)], { T: dtypeOf(inputs[0]!) }),
  ],
  unary: ({ main, input, inputs, attributes }) => [
    main(unaries[attributes.function], [input(0)], { T: dtypeOf(inputs[0]!) }),
  ],
  clip: ({ main, input, attributes, writer }) => {
    const { low, high } = attributes;
    return [main('ClipByValue', [input(0), writer.scalar(low), writer.scalar(high)], { T })];
  },
  clip_grad: ({ main, part, input, attributes, writer }) => {
    const above = part('above', 'GreaterEqual', [input(1), writer.scalar(attributes.low)], { T });
    const below = part('below', 'LessEqual', [input(1), writer.scalar(attributes.high)], { T });
    const inside = part('inside', 'LogicalAnd', [above, below], {});
    const ones = part('ones', 'Cast', [inside], { SrcT: type('bool'), DstT: T, Truncate: bool(false) });
    return [main('Mul', [input(0), ones], { T })];
  },
};
