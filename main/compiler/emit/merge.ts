/** What joins or gates tensors: sums, concatenation, maxima, channel gates, dropout. */
import { bool, dtypeOf, int, type } from './attributes';
import { cpuPart, type Emitters } from './emitter';
import type { AttrValue } from './schema';

type Family =
  | 'add_n'
  | 'concat'
  | 'channel_slice'
  | 'maximum_grad'
  | 'channel_scale'
  | 'spatial_dot'
  | 'dropout'
  | 'apply_mask';

const float32 = type('float32');
const integer = type('int32');
const cast = (SrcT: AttrValue, DstT: AttrValue) => ({ SrcT, DstT, Truncate: bool(false) });

export const mergeEmitters: Pick<Emitters, Family> = {
  add_n: ({ main, part, input, inputs, writer }) => {
    const of = { T: dtypeOf(inputs[0]!) };
    const terms = inputs.map((_, term) => input(term));
    if (terms.length === 1) return [main('Identity', terms, of)];
    // Left to TensorFlow, the same product would wait for the node that makes x, even where x is fed instead.
    if (new Set(terms).size === 1) {
      const count = writer.scalar(terms.length);
      const short = inputs[0]!.dtype !== 'float32';
      const factor = short ? part('count', 'Cast', [count], cast(float32, of.T)) : count;
      return [main('Mul', [terms[0]!, factor], of)];
    }
    return [
      terms.length === 2 ? main('AddV2', terms, of) : main('AddN', terms, { ...of, N: int(terms.length) }),
    ];
  },
  concat: ({ main, input, inputs, writer }) => {
    const tensors = inputs.map((_, index) => input(index));
    const axis = writer.constant('int32', [], [inputs[0]!.shape.length - 1]);
    const attr = { T: dtypeOf(inputs[0]!), N: int(tensors.length), Tidx: integer };
    return [main('ConcatV2', [...tensors, axis], attr)];
  },
  channel_slice: ({ main, input, inputs, attributes, writer }) => {
    const outer = inputs[0]!.shape.slice(0, -1);
    const begin = writer.ints([...outer.map(() => 0), attributes.begin]);
    const size = writer.ints([...outer.map(() => -1), attributes.size]);
    return [main('Slice', [input(0), begin, size], { T: dtypeOf(inputs[0]!), Index: integer })];
  },
  maximum_grad: ({ main, part, input, inputs }) => {
    const T = dtypeOf(inputs[0]!);
    const first = part('first', 'GreaterEqual', [input(1), input(2)], { T });
    const zeros = part('zeros', 'ZerosLike', [input(0)], { T });
    return [
      main('SelectV2', [first, input(0), zeros], { T }),
      part('second', 'SelectV2', [first, zeros, input(0)], { T }),
    ];
  },
  channel_scale: ({ main, part, input, inputs, writer }) => {
    const T = dtypeOf(inputs[0]!);
    const pixel = writer.ints([-1, 1, 1, inputs[1]!.shape[1] as number]);
    const gates = part('gates', 'Reshape', [input(1), pixel], { T, Tshape: integer });
    return [main('Mul', [input(0), gates], { T })];
  },
  // A sum over an image has too many terms for the digits of a short type.
  spatial_dot: ({ main, part, input, inputs, writer }) => {
    const T = dtypeOf(inputs[0]!);
    const products = part('products', 'Mul', [input(0), input(1)], { T });
    const over = { T: float32, Tidx: integer, keep_dims: bool(false) };
    const axes = writer.ints([1, 2]);
    if (inputs[0]!.dtype === 'float32') return [main('Sum', [products, axes], over)];
    const terms = part('terms', 'Cast', [products], cast(T, float32));
    return [main('Cast', [part('sum', 'Sum', [terms, axes], over)], cast(float32, T))];
  },
  dropout: (context) => {
    const { main, part, input, inputs, attributes, node, writer } = context;
    const number = cpuPart(context);
    const { rate, key, per } = attributes;
    const T = dtypeOf(inputs[0]!);
    const layerSeed = number('layer_seed', 'BitwiseXor', [input(1), writer.constant('int32', [], [key])], {
      T: integer,
    });
    const seed = number('seed', 'Pack', [layerSeed, input(2)], { T: integer, N: int(2), axis: int(0) });
    const whole = part('shape', 'Shape', [input(0)], { T, out_type: integer });
    // The mask's sides are those of x, or 1 where one value serves the side; the batch is known at run time only.
    const spanned = inputs[0]!.shape.map((_, axis) => axis > 0 && node.outputs[1]!.shape[axis] === 1);
    const most = writer.ints(spanned.map((one) => (one ? 1 : 2 ** 31 - 1)));
    const sizes = per === 'value' ? whole : part('mask_shape', 'Minimum', [whole, most], { T: integer });
    // Drawn in float32 whatever x is: the same seed drops the same.
    const draw = part('draw', 'StatelessRandomUniform', [sizes, seed], {
      dtype: float32,
      T: integer,
      Tseed: integer,
    });
    const kept = part('kept', 'GreaterEqual', [draw, writer.scalar(rate)], { T: float32 });
    const ones = part('ones', 'Cast', [kept], cast(type('bool'), T));
    const factor = writer.scalar(1 / (1 - rate));
    const gain = inputs[0]!.dtype === 'float32' ? factor : part('gain', 'Cast', [factor], cast(float32, T));
    const mask = part('mask', 'Mul', [ones, gain], { T });
    return [main('Mul', [input(0), mask], { T }), mask];
  },
  apply_mask: ({ main, input, inputs }) => [main('Mul', [input(0), input(1)], { T: dtypeOf(inputs[0]!) })],
};
