/** Operators that join or gate tensors: sums, concatenation, maxima, channel gates, dropout. */
import { casting, int, reducing, reshaping, type } from './attributes';
import { cpuPart, type Emitters, oneNode } from './emitter';

const float32 = type('float32');
const integer = type('int32');

export const mergeEmitters = {
  add_n: ({ main, part, tensors, inputs, T, writer }) => {
    if (tensors.length === 1) return [main('Identity', tensors, { T })];
    // If TensorFlow formed this product, it would wait for the node that computes x, even if x is fed
    // instead.
    if (new Set(tensors).size === 1) {
      const { dtype } = inputs[0]!;
      const count = writer.scalar(tensors.length);
      const factor = dtype === 'float32' ? count : part('count', 'Cast', [count], casting('float32', dtype));
      return [main('Mul', [tensors[0]!, factor], { T })];
    }
    if (tensors.length === 2) return [main('AddV2', tensors, { T })];
    return [main('AddN', tensors, { T, N: int(tensors.length) })];
  },
  concat: ({ main, tensors, inputs, T, writer }) => {
    const axis = writer.constant('int32', [], [inputs[0]!.shape.length - 1]);
    return [main('ConcatV2', [...tensors, axis], { T, N: int(tensors.length), Tidx: integer })];
  },
  channel_slice: ({ main, input, inputs, T, attributes, writer }) => {
    const outer = inputs[0]!.shape.slice(0, -1);
    const begin = writer.ints([...outer.map(() => 0), attributes.begin]);
    const size = writer.ints([...outer.map(() => -1), attributes.size]);
    return [main('Slice', [input(0), begin, size], { T, Index: integer })];
  },
  maximum_grad: ({ main, part, input, T }) => {
    const first = part('first', 'GreaterEqual', [input(1), input(2)], { T });
    const zeros = part('zeros', 'ZerosLike', [input(0)], { T });
    return [
      main('SelectV2', [first, input(0), zeros], { T }),
      part('second', 'SelectV2', [first, zeros, input(0)], { T }),
    ];
  },
  channel_scale: ({ main, part, input, inputs, T, writer }) => {
    const pixel = writer.ints([-1, 1, 1, inputs[1]!.shape[1] as number]);
    const gates = part('gates', 'Reshape', [input(1), pixel], reshaping(inputs[0]!.dtype));
    return [main('Mul', [input(0), gates], { T })];
  },
  // A sum over an image has too many terms for a short type.
  spatial_dot: ({ main, part, tensors, inputs, T, writer }) => {
    const { dtype } = inputs[0]!;
    const products = part('products', 'Mul', tensors, { T });
    const axes = writer.ints([1, 2]);
    if (dtype === 'float32') return [main('Sum', [products, axes], reducing(dtype))];
    const terms = part('terms', 'Cast', [products], casting(dtype, 'float32'));
    const sum = part('sum', 'Sum', [terms, axes], reducing('float32'));
    return [main('Cast', [sum], casting('float32', dtype))];
  },
  dropout: (context) => {
    const { main, part, input, inputs, T, attributes, node, writer } = context;
    const number = cpuPart(context);
    const { rate, per } = attributes;
    const { dtype, shape } = inputs[0]!;
    const key = writer.constant('int32', [], [attributes.key]);
    const layerSeed = number('layer_seed', 'BitwiseXor', [input(1), key], { T: integer });
    const seed = number('seed', 'Pack', [layerSeed, input(2)], { T: integer, N: int(2), axis: int(0) });
    const whole = part('shape', 'Shape', [input(0)], { T, out_type: integer });
    // The mask's sides are those of x, or 1 where one value serves the side; the batch is known at run time only.
    const spanned = shape.map(
      (_, axis) => (axis > 0 || per === 'batch') && node.outputs[1]!.shape[axis] === 1,
    );
    const most = writer.ints(spanned.map((one) => (one ? 1 : 2 ** 31 - 1)));
    const sizes = per === 'value' ? whole : part('mask_shape', 'Minimum', [whole, most], { T: integer });
    // Drawn in float32 for any type of x: the same seed drops the same values.
    const drawn = { dtype: float32, T: integer, Tseed: integer };
    const draw = part('draw', 'StatelessRandomUniform', [sizes, seed], drawn);
    const kept = part('kept', 'GreaterEqual', [draw, writer.scalar(rate)], { T: float32 });
    const ones = part('ones', 'Cast', [kept], casting('bool', dtype));
    const factor = writer.scalar(1 / (1 - rate));
    const gain = dtype === 'float32' ? factor : part('gain', 'Cast', [factor], casting('float32', dtype));
    const mask = part('mask', 'Mul', [ones, gain], { T });
    return [main('Mul', [input(0), mask], { T }), mask];
  },
  apply_mask: oneNode('Mul'),
} satisfies Partial<Emitters>;
