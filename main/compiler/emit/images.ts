/** Operations on a batch of images before the network: normalization, mixup, cutmix. */
import { nameHash } from '../name-hash';
import { casting, int, numbers, pickingOne, reducing, tensor, type } from './attributes';
import { cpuPart, type EmitContext, type Emitters } from './emitter';

const T = type('float32');
const double = type('float64');
const integer = type('int32');
const AXES = [0, 1, 2, 3];

type Mixing = EmitContext<'mix_batch'>;

export const imageEmitters = {
  normalize: ({ main, part, input, inputs }) => {
    if (inputs.length === 2) return [main('Sub', [input(0), input(1)], { T })];
    const centered = part('centered', 'Sub', [input(0), input(1)], { T });
    return [main('RealDiv', [centered, input(2)], { T })];
  },

  mix_batch: (context) => {
    const { main, part, input, writer } = context;
    const { own, shift } = ownShares(context);
    const others = (name: string, index: number): string => {
      const turned = [input(index), shift, writer.constant('int32', [], [0])];
      return part(name, 'Roll', turned, { T, Tshift: integer, Taxis: integer });
    };
    const share = cpuPart(context)('share', 'Mean', [own, writer.ints(AXES)], reducing('float32'));
    /** weight * a + (1 - weight) * b, written as b + weight * (a - b) */
    const mixed = (name: string, a: string, b: string, weight: string): [string, string] => {
      const difference = part(`${name}_difference`, 'Sub', [a, b], { T });
      return [b, part(`${name}_weighted`, 'Mul', [weight, difference], { T })];
    };
    const images = mixed('images', input(0), others('other_images', 0), own);
    const targets = mixed('targets', input(1), others('other_targets', 1), share);
    return [main('AddV2', images, { T }), part('targets', 'AddV2', targets, { T })];
  },
} satisfies Partial<Emitters>;

/**
 * own: the image's own weight at each pixel, [1,H,W,1], at least 1/2 on average; shift: how far the batch is rotated,
 * []. For mixup the weight is one number, for cutmix 0 in a box and 1 outside. If the image would get less than half,
 * the two are swapped, which leaves the distribution unchanged. All of it is drawn and computed on the CPU.
 */
function ownShares(context: Mixing): { own: string; shift: string } {
  const { input, inputs, attributes, writer } = context;
  const { mixup, cutmix } = attributes;
  const [, height = 0, width = 0] = inputs[0]!.shape as number[];
  const part = cpuPart(context);
  const uniform = draws(context);

  const sizes = context.part('shape', 'Shape', [input(1)], { T, out_type: integer });
  const count = part(
    'count',
    'Cast',
    [picked(context, 'batch', sizes, 0, 'int32')],
    casting('int32', 'float32'),
  );
  const others = part('others', 'Sub', [count, writer.scalar(1)], { T });
  const place = part('place', 'Mul', [uniform(1), others], { T });
  const floor = part('turn', 'Floor', [place], { T });
  const turns = part('turns', 'AddV2', [floor, writer.scalar(1)], { T });
  const shift = part('shift', 'Cast', [turns], casting('float32', 'int32'));

  const flat = (share: string): string => {
    const fill = [writer.ints([1, height, width, 1]), share];
    return part('mixup', 'Fill', fill, { T, index_type: integer });
  };
  const maps = [
    ...(mixup > 0 ? [flat(beta(context, 'mixup_share', mixup))] : []),
    ...(cutmix > 0 ? [outsideBox(context, beta(context, 'cutmix_share', cutmix), uniform)] : []),
  ];
  let map = maps[0] as string;
  if (maps.length === 2) {
    const first = part('is_mixup', 'Less', [uniform(0), writer.scalar(0.5)], { T });
    map = part('either', 'SelectV2', [first, ...maps], { T });
  }
  const share = part('first_share', 'Mean', [map, writer.ints(AXES)], reducing('float32'));
  const isLess = part('is_less', 'Less', [share, writer.scalar(0.5)], { T });
  const opposite = part('opposite', 'Sub', [writer.scalar(1), map], { T });
  return { own: part('own', 'SelectV2', [isLess, opposite, map], { T }), shift };
}

/**
 * 0 within a box with the share 1 - `share` of the area and the image's aspect ratio, 1 outside it. Its center is
 * anywhere in the image; the part beyond the border is cut off (Yun et al., 2019, algorithm 1).
 */
function outsideBox(context: Mixing, share: string, uniform: (index: number) => string): string {
  const { inputs, writer } = context;
  const [, height = 0, width = 0] = inputs[0]!.shape as number[];
  const part = cpuPart(context);
  const area = part('box_area', 'Sub', [writer.scalar(1), share], { T });
  const side = part('box_side', 'Sqrt', [area], { T });
  const within = (name: string, draw: string, size: number, shape: readonly number[]): string => {
    const op = (step: string, kind: string, ...inputs: string[]) =>
      part(`${name}_${step}`, kind, inputs, { T });
    const length = op('length', 'Floor', op('long', 'Mul', side, writer.scalar(size)));
    const center = op('center', 'Floor', op('place', 'Mul', draw, writer.scalar(size)));
    const half = op('half', 'Floor', op('halved', 'Mul', length, writer.scalar(0.5)));
    const first = op('first', 'Sub', center, half);
    const positions = writer.constant('float32', shape, [...Array(size).keys()]);
    const from = op('from', 'LessEqual', first, positions);
    const to = op('to', 'Less', positions, op('end', 'AddV2', first, length));
    const both = part(`${name}_both`, 'LogicalAnd', [from, to], {});
    return part(`${name}_inside`, 'Cast', [both], casting('bool', 'float32'));
  };
  const rows = within('rows', uniform(2), height, [1, height, 1, 1]);
  const columns = within('columns', uniform(3), width, [1, 1, width, 1]);
  const inside = part('box', 'Mul', [rows, columns], { T });
  return part('outside', 'Sub', [writer.scalar(1), inside], { T });
}

/** A draw from Beta(alpha, alpha), as x / (x + y) of two gamma draws; 1 if both vanish, as for a tiny alpha. */
function beta(context: Mixing, name: string, alpha: number): string {
  const part = cpuPart(context);
  // In float64, in which small shares for small alphas do not vanish.
  const op = (step: string, kind: string, ...values: string[]) =>
    part(`${name}_${step}`, kind, values, { T: double });
  const number = (step: string, value: number): string =>
    part(`${name}_${step}`, 'Const', [], { dtype: double, value: tensor(numbers('float64', [], [value])) });
  const gamma = (which: string): string => {
    const seed = seedOf(context, `${name}_${which}`);
    const inputs = [context.writer.ints([]), seed, number(`${which}_alpha`, alpha)];
    const attr = { dtype: double, T: integer, Tseed: integer };
    return part(`${name}_${which}`, 'StatelessRandomGammaV2', inputs, attr);
  };
  const first = gamma('first');
  const sum = op('sum', 'AddV2', first, gamma('second'));
  const some = op('some', 'Greater', sum, number('nothing', 0));
  const quotient = op('quotient', 'RealDiv', first, sum);
  const share = op('either', 'SelectV2', some, quotient, number('all', 1));
  return part(name, 'Cast', [share], casting('float64', 'float32'));
}

/** Numbers in [0, 1): which of the two, rotation, row and column of the box. */
function draws(context: Mixing): (index: number) => string {
  const inputs = [context.writer.ints([4]), seedOf(context, 'draws')];
  const attr = { dtype: T, T: integer, Tseed: integer };
  const all = cpuPart(context)('draws', 'StatelessRandomUniform', inputs, attr);
  const names = ['which', 'turned', 'row', 'column'];
  const known = new Map<number, string>();
  return (index) => {
    const found = known.get(index) ?? picked(context, names[index] as string, all, index, 'float32');
    known.set(index, found);
    return found;
  };
}

/** (seed xor a key of its own, step) */
function seedOf(context: Mixing, name: string): string {
  const { input, node, writer } = context;
  const part = cpuPart(context);
  const key = writer.constant('int32', [], [nameHash(`${node.name}/${name}`)]);
  const own = part(`${name}_key`, 'BitwiseXor', [input(2), key], { T: integer });
  return part(`${name}_seed`, 'Pack', [own, input(3)], { T: integer, N: int(2), axis: int(0) });
}

/** One element of a vector. */
function picked(context: Mixing, name: string, vector: string, index: number, dtype: 'float32' | 'int32') {
  const bounds = [index, index + 1, 1].map((value) => context.writer.ints([value]));
  return cpuPart(context)(name, 'StridedSlice', [vector, ...bounds], pickingOne(dtype));
}
