/** Element-wise operators and reductions. */
import { casting, int, pickingOne, reducing, type } from './attributes';
import { type EmitContext, type Emitters, oneNode } from './emitter';

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
const reduced =
  (op: 'Sum' | 'Mean') =>
  ({ main, input, inputs, writer }: EmitContext<'sum' | 'mean'>) => {
    const axes = writer.ints(inputs[0]!.shape.map((_, axis) => axis));
    return [main(op, [input(0), axes], reducing('float32'))];
  };

export const pointwiseEmitters = {
  softmax: oneNode('Softmax'),
  // dx = (dy - sum(dy * y)) * y along the last axis
  softmax_grad: ({ main, part, input, writer }) => {
    const [dy, y] = [input(0), input(1)];
    const products = part('products', 'Mul', [dy, y], { T });
    const sums = part('sums', 'Sum', [products, writer.ints([-1])], reducing('float32', true));
    const centered = part('centered', 'Sub', [dy, sums], { T });
    return [main('Mul', [centered, y], { T })];
  },
  cast: oneNode('Cast', ({ inputs, attributes }) => casting(inputs[0]!.dtype, attributes.dtype)),
  scale_rows: ({ main, part, input, writer }) => {
    const axis = writer.constant('int32', [], [-1]);
    const column = part('column', 'ExpandDims', [input(0), axis], { T, Tdim: integer });
    return [main('Mul', [column, input(1)], { T })];
  },
  sum: reduced('Sum'),
  sum_grad: ({ main, part, input }) => {
    const sizes = part('shape', 'Shape', [input(1)], { T, out_type: integer });
    return [main('Fill', [sizes, input(0)], { T, index_type: integer })];
  },
  mean: reduced('Mean'),
  mean_grad: ({ main, part, input }) => {
    const size = part('size', 'Size', [input(1)], { T, out_type: integer });
    const count = part('count', 'Cast', [size], casting('int32', 'float32'));
    const share = part('share', 'RealDiv', [input(0), count], { T });
    const sizes = part('shape', 'Shape', [input(1)], { T, out_type: integer });
    return [main('Fill', [sizes, share], { T, index_type: integer })];
  },
  // In two passes: the mean of the squares minus the square of the mean would lose digits for a large mean.
  standard_deviation: ({ main, part, input, inputs, writer }) => {
    const axes = writer.ints(inputs[0]!.shape.map((_, axis) => axis));
    const over = reducing('float32');
    const mean = part('mean', 'Mean', [input(0), axes], over);
    const squares = part('squares', 'SquaredDifference', [input(0), mean], { T });
    return [main('Sqrt', [part('variance', 'Mean', [squares, axes], over)], { T })];
  },
  stack: oneNode('Pack', ({ inputs }) => ({ T, N: int(inputs.length), axis: int(0) })),
  half_square_sum: oneNode('L2Loss'),
  batch_size: ({ main, part, input, T, writer }) => {
    const sizes = part('shape', 'Shape', [input(0)], { T, out_type: integer });
    const bounds = [writer.ints([0]), writer.ints([1]), writer.ints([1])];
    return [main('StridedSlice', [sizes, ...bounds], pickingOne('int32'))];
  },
  binary: oneNode(({ attributes }) => binaries[attributes.function]),
  unary: oneNode(({ attributes }) => unaries[attributes.function]),
  clip: ({ main, input, attributes, writer }) => {
    const { low, high } = attributes;
    return [main('ClipByValue', [input(0), writer.scalar(low), writer.scalar(high)], { T })];
  },
  clip_grad: ({ main, part, input, attributes, writer }) => {
    const above = part('above', 'GreaterEqual', [input(1), writer.scalar(attributes.low)], { T });
    const below = part('below', 'LessEqual', [input(1), writer.scalar(attributes.high)], { T });
    const inside = part('inside', 'LogicalAnd', [above, below], {});
    const ones = part('ones', 'Cast', [inside], casting('bool', 'float32'));
    return [main('Mul', [input(0), ones], { T })];
  },
} satisfies Partial<Emitters>;
