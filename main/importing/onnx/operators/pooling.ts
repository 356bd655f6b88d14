/** Pools, and means and maxima over whole images. */
import { message } from '../../../../core/messages';
import type { Quad } from '../../../../core/ops/shared-params';
import { NOT_NEGATIVE } from '../../../../core/ops/shared-params';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';
import { imageValue, isImage, type Value } from '../value';
import { padded } from './convolution';
import type { Read } from './read';
import { type Sliding, slidingOf } from './window';

const poolOf =
  (type: 'MaxPooling2D' | 'AveragePooling2D'): Read =>
  (context) => {
    const image = context.image(context.value(0));
    const [height = 0, width = 0] = image.sides;
    const size = context.attributes.ints('kernel_shape') ?? context.fail();
    const sliding = slidingOf(context, size, [height, width]);
    if (Math.max(...sliding.dilation) > 1) throw new NotUnderstood(message('import.onnx.entry.dilatedPool'));
    const whole = withCeiling(context, sliding, [height, width]);
    const isMax = type === 'MaxPooling2D';
    const counted = context.attributes.int('count_include_pad', 0) === 1 && !sliding.isValid;
    // Padding counts, but not the part that ceil_mode adds.
    if (!isMax && counted && whole !== sliding)
      throw new NotUnderstood(message('import.onnx.entry.poolPadding'));
    const zeros = isMax ? isNotNegative(context, image.layer) : counted;
    const params = { poolSize: [...whole.size], strides: [...whole.strides] };
    if (whole.isValid) return added(context, type, { ...params, padding: 'valid' }, image.layer);
    // TensorFlow's `same` ignores padding, in maxima and in means.
    if (whole.isSame && (isMax || !zeros))
      return added(context, type, { ...params, padding: 'same' }, image.layer);
    if (zeros)
      return added(context, type, { ...params, padding: 'valid' }, padded(context, image.layer, whole.pads));
    return atEachPixel(context, type, whole, image);
  };

const added = (
  context: Context,
  type: string,
  params: Record<string, string | number[]>,
  layer: string,
): Value => {
  const pool = context.add(type, params, [layer]);
  return imageValue(pool.name, pool.shape);
};

/** With ceil_mode, a window may start inside and end outside: more padding at the end. */
function withCeiling({ attributes }: Context, sliding: Sliding, sides: readonly [number, number]): Sliding {
  if (attributes.int('ceil_mode', 0) === 0) return sliding;
  const { size, strides, pads } = sliding;
  const more = ([0, 1] as const).map((axis) => {
    const [begin, end] = [pads[2 * axis] as number, pads[2 * axis + 1] as number];
    const room = sides[axis] + begin + end - size[axis];
    let count = Math.ceil(room / strides[axis]) + 1;
    // No window starts in the padding at the end.
    if ((count - 1) * strides[axis] >= sides[axis] + begin) count--;
    return Math.max(0, (count - 1) * strides[axis] - room);
  });
  if (Math.max(...more) === 0) return sliding;
  const [top, bottom, left, right] = pads;
  const all: Quad = [top, bottom + (more[0] as number), left, right + (more[1] as number)];
  return { ...sliding, pads: all, isValid: false, isSame: false };
}

/** Layers whose output is not negative if their input is not. */
const KEEP_SIGN = [
  'MaxPooling2D',
  'AveragePooling2D',
  'ZeroPadding2D',
  'Cropping2D',
  'Concatenate',
  'Add',
  'Multiply',
  'ChannelScale',
  'ZeroPaddedShortcut',
];

function isNotNegative({ graph: { draft } }: Context, name: string): boolean {
  const seen = new Set<string>();
  const pending = [name];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const { type, params, inputs } = draft.get(at);
    if (type === 'Activation' && NOT_NEGATIVE.includes(String(params.function))) continue;
    if (!KEEP_SIGN.includes(type)) return false;
    pending.push(...inputs);
  }
  return true;
}

/** Pools at every pixel with `same` and keeps every n-th: right for windows that reach equally far before and after. */
function atEachPixel(context: Context, type: string, { size, strides, pads }: Sliding, image: Value): Value {
  const [height = 0, width = 0] = image.sides;
  const before = size.map((side) => Math.floor((side - 1) / 2));
  const fits = pads[0] === before[0] && pads[2] === before[1];
  const counts = ([0, 1] as const).map((axis) => {
    const side = axis === 0 ? height : width;
    const padded = side + (pads[2 * axis] as number) + (pads[2 * axis + 1] as number);
    return Math.floor((padded - size[axis]) / strides[axis]) + 1;
  });
  const inside = counts.every(
    (count, axis) => Math.ceil((axis === 0 ? height : width) / (strides[axis] as number)) >= count,
  );
  if (!fits || !inside) throw new NotUnderstood(message('import.onnx.entry.poolPadding'));
  const each = context.add(type, { poolSize: [...size], strides: [1, 1], padding: 'same' }, [image.layer]);
  const kept = context.add(
    'ZeroPaddedShortcut',
    { filters: image.sides[2] as number, strides: [...strides] },
    [each.name],
    {},
    'subsample',
  );
  const [rows = 0, columns = 0] = kept.shape;
  if (rows === counts[0] && columns === counts[1]) return imageValue(kept.name, kept.shape);
  const cropping = [0, rows - (counts[0] as number), 0, columns - (counts[1] as number)];
  const cropped = context.add('Cropping2D', { cropping }, [kept.name], {}, 'crop');
  return imageValue(cropped.name, cropped.shape);
}

/** @param kept the reduced axes stay, with one value each. */
function overImage(
  context: Context,
  type: string,
  value: Value,
  reduced: readonly number[],
  kept: boolean,
): Value {
  const channels = value.axes.findIndex((axis) => axis.length === 1 && axis[0] === 2);
  const others = value.axes.flatMap((_, axis) => (axis === channels ? [] : [axis]));
  if (value.flat || value.sides.length !== 3 || channels < 0 || reduced.join() !== others.join()) {
    throw new NotUnderstood(message('import.onnx.entry.reduced'));
  }
  const { name, shape } = context.add(type, {}, [value.layer]);
  const axes = value.axes.map((_, axis) => (axis === channels ? [0] : []));
  return { layer: name, sides: shape, flat: false, axes: kept ? axes : [[0]] };
}

const globalPool =
  (type: string): Read =>
  (context) => {
    const value = context.value(0);
    // A vector is its own mean.
    if (!isImage(value) && value.axes.slice(1).every((axis) => axis.length === 0)) return value;
    return overImage(context, type, context.image(value), [1, 2], true);
  };

const reduce =
  (type: string): Read =>
  (context) => {
    const value = context.value(0);
    const rank = value.axes.length + 1;
    const axes = context.setting('axes', 1) ?? context.fail();
    const reduced = axes.map((axis) => (axis < 0 ? axis + rank : axis) - 1).sort((a, b) => a - b);
    return overImage(context, type, value, reduced, context.attributes.int('keepdims', 1) === 1);
  };

export const poolings: Readonly<Record<string, Read>> = {
  MaxPool: poolOf('MaxPooling2D'),
  AveragePool: poolOf('AveragePooling2D'),
  GlobalAveragePool: globalPool('GlobalAveragePooling2D'),
  GlobalMaxPool: globalPool('GlobalMaxPooling2D'),
  ReduceMean: reduce('GlobalAveragePooling2D'),
  ReduceMax: reduce('GlobalMaxPooling2D'),
};
