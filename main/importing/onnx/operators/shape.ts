/** Layout, shape and size. If axes are only relabeled or joined, nothing is computed and no layer is needed. */
import { elementCount } from '../../../../core/basics/element-count';
import { message } from '../../../../core/messages';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';
import { dimsOf, isInOrder, reshapedValue, type Value } from '../value';
import { writtenOutGroupNorm } from './normalization';
import type { Read } from './read';

/** The same values in another layout. */
function view(context: Context, value: Value): Value {
  context.note('folded', message('import.onnx.entry.view'));
  return { ...value, viewOf: context.node.inputs[0] as string };
}

const nothing: Read = (context) => {
  const value = context.value(0);
  context.note('folded', message('import.entry.noEffect'));
  return { ...value, viewOf: context.node.inputs[0] as string };
};

/** Floating types of TensorProto.DataType. */
const FRACTIONS = [1, 10, 11, 16];

const cast: Read = (context) =>
  FRACTIONS.includes(context.attributes.int('to', 1)) ? nothing(context) : context.fail();

const transpose: Read = (context) => {
  const value = context.value(0);
  const rank = value.axes.length + 1;
  const [batch, ...order] =
    context.attributes.ints('perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const axes = order.map((axis) => value.axes[axis - 1]);
  if (
    batch !== 0 ||
    axes.length !== rank - 1 ||
    axes.includes(undefined) ||
    new Set(order).size !== order.length
  ) {
    throw new NotUnderstood(message('import.onnx.entry.batch'));
  }
  return view(context, { ...value, axes: axes as (readonly number[])[] });
};

function reshapeTo(context: Context, value: Value, dims: readonly number[]): Value {
  const norm = writtenOutGroupNorm(context, dims);
  if (norm) return norm;
  const joined = reshapedValue(value, dims);
  if (joined) return view(context, joined);
  if (value.axes.slice(1).some((axis) => axis.length > 0) || !isInOrder(value)) {
    throw new NotUnderstood(message('import.onnx.entry.layout'));
  }
  const { value: vector } = context.vector(value);
  const { name } = context.add('Reshape', { targetShape: [...dims] }, [vector.layer]);
  return { layer: name, sides: dims, flat: false, axes: dims.map((_, axis) => [axis]) };
}

const reshape: Read = (context) => {
  const value = context.value(0);
  const target = context.setting('shape', 1) ?? context.fail();
  const from = dimsOf(value);
  const count = elementCount(from);
  const [batch, ...rest] = target;
  if (batch !== -1 && batch !== 0 && batch !== context.graph.batch)
    throw new NotUnderstood(message('import.onnx.entry.batch'));
  const keepsZero = context.attributes.int('allowzero', 0) === 1;
  const named = rest.map((side, axis) => (side === 0 && !keepsZero ? (from[axis] ?? 0) : side));
  const known = elementCount(named.filter((side) => side !== -1));
  const dims = named.map((side) => (side === -1 ? count / known : side));
  if (elementCount(dims) !== count || !dims.every((side) => Number.isSafeInteger(side) && side > 0)) {
    throw new NotUnderstood(message('import.onnx.entry.batch'));
  }
  return reshapeTo(context, value, dims);
};

const flatten: Read = (context) => {
  const value = context.value(0);
  const axis = context.attributes.int('axis', 1);
  if ((axis < 0 ? axis + value.axes.length + 1 : axis) !== 1)
    throw new NotUnderstood(message('import.onnx.entry.batch'));
  return reshapeTo(context, value, [elementCount(value.sides)]);
};

const squeeze: Read = (context) => {
  const value = context.value(0);
  const rank = value.axes.length + 1;
  const dims = dimsOf(value);
  const given = context.setting('axes', 1)?.map((axis) => (axis < 0 ? axis + rank : axis));
  const gone = given ?? dims.flatMap((side, axis) => (side === 1 ? [axis + 1] : []));
  if (gone.some((axis) => dims[axis - 1] !== 1)) throw new NotUnderstood(message('import.onnx.entry.batch'));
  const rest = dims.filter((_, axis) => !gone.includes(axis + 1));
  return view(context, reshapedValue(value, rest) ?? context.fail());
};

const unsqueeze: Read = (context) => {
  const value = context.value(0);
  const given = context.setting('axes', 1) ?? context.fail();
  const rank = value.axes.length + 1 + given.length;
  const added = given.map((axis) => (axis < 0 ? axis + rank : axis));
  if (rank > 9 || added.includes(0)) throw new NotUnderstood(message('import.onnx.entry.batch'));
  const old = dimsOf(value);
  const dims = Array.from({ length: rank - 1 }, (_, axis) =>
    added.includes(axis + 1) ? 1 : (old.shift() ?? 1),
  );
  return view(context, reshapedValue(value, dims) ?? context.fail());
};

/** For each side of an image [H, W, C], the ONNX parameter of its axis. */
function ofSides<Item>(
  value: Value,
  items: readonly Item[],
  otherwise: Item,
): [rows: Item, columns: Item, channels: Item] {
  const of = (side: number): Item => {
    const axis = value.axes.findIndex((list) => list.length === 1 && list[0] === side);
    return items[axis + 1] ?? otherwise;
  };
  return [of(0), of(1), of(2)];
}

function imageLike(value: Value): Value {
  if (value.flat || value.sides.length !== 3 || value.axes.some((axis) => axis.length !== 1)) {
    throw new NotUnderstood(message('import.onnx.entry.layout'));
  }
  return value;
}

const pad: Read = (context) => {
  const value = imageLike(context.value(0));
  const mode = context.attributes.text('mode', 'constant');
  const pads = context.setting('pads', 1) ?? context.fail();
  const fill = context.constant(2)?.numbers()[0] ?? context.attributes.float('value', 0);
  if (mode !== 'constant' || fill !== 0) throw new NotUnderstood(message('import.onnx.entry.padMode'));
  const axes = context.constant(3)?.numbers() ?? [0, 1, 2, 3];
  if (pads.length !== 2 * axes.length) context.fail();
  const margins: (readonly [number, number])[] = [0, 1, 2, 3].map((axis) => {
    const at = axes.findIndex((one) => (one < 0 ? one + 4 : one) === axis);
    return at < 0 ? [0, 0] : [pads[at] as number, pads[at + axes.length] as number];
  });
  const [rows, columns, channels] = ofSides<readonly [number, number]>(value, margins, [0, 0]);
  if (margins[0]?.some((margin) => margin !== 0) || channels[0] !== 0 || channels[1] < 0) context.fail();
  const sides = [...rows, ...columns];
  if (channels[1] > 0) {
    if (sides.some((side) => side !== 0)) context.fail();
    return widened(context, value, (value.sides[2] as number) + channels[1]);
  }
  if (sides.every((side) => side === 0)) return nothing(context);
  if (sides.every((side) => side >= 0)) return changed(context, value, 'ZeroPadding2D', { padding: sides });
  if (sides.some((side) => side > 0)) context.fail();
  return changed(context, value, 'Cropping2D', { cropping: sides.map((side) => -side) });
};

/** More channels, of zeros; a preceding subsampling becomes part of the same layer. */
function widened(context: Context, value: Value, filters: number): Value {
  const before = context.only(0);
  if (before?.type === 'ZeroPaddedShortcut') {
    const { name, shape } = context.add('ZeroPaddedShortcut', { ...before.params, filters }, before.inputs);
    return { ...value, layer: name, sides: shape };
  }
  return changed(context, value, 'ZeroPaddedShortcut', { filters });
}

function changed(
  context: Context,
  value: Value,
  type: string,
  params: Record<string, number | number[]>,
): Value {
  const { name, shape } = context.add(type, params, [value.layer]);
  const { viewOf: _, ...rest } = value;
  return { ...rest, layer: name, sides: shape };
}

/** The rows cut off before and after, and the stride between the kept ones. */
type Range = readonly [before: number, after: number, step: number];

const slice: Read = (context) => {
  const value = imageLike(context.value(0));
  const starts = context.setting('starts', 1) ?? context.fail();
  const ends = context.setting('ends', 2) ?? context.fail();
  const axes = context.setting('axes', 3) ?? starts.map((_, axis) => axis);
  const steps = context.constant(4)?.numbers() ?? starts.map(() => 1);
  const dims = [1, ...dimsOf(value)];
  const ranges: Range[] = dims.map(() => [0, 0, 1]);
  for (const [index, given] of axes.entries()) {
    const axis = given < 0 ? given + 4 : given;
    const side = dims[axis] ?? context.fail();
    const inside = (place: number) => Math.min(Math.max(place < 0 ? place + side : place, 0), side);
    ranges[axis] = [
      inside(starts[index] as number),
      side - inside(ends[index] as number),
      steps[index] as number,
    ];
  }
  const [rows, columns, channels] = ofSides<Range>(value, ranges, [0, 0, 1]);
  const isWhole = (range: readonly number[] | undefined) => range?.join() === '0,0,1';
  if (!isWhole(ranges[0]) || !isWhole(channels)) throw new NotUnderstood(message('import.onnx.entry.sliced'));
  const cropping = [rows[0], rows[1], columns[0], columns[1]];
  if (rows[2] === 1 && columns[2] === 1) {
    return cropping.every((side) => side === 0)
      ? nothing(context)
      : changed(context, value, 'Cropping2D', { cropping });
  }
  if (rows[2] < 1 || columns[2] < 1 || cropping.some((side) => side !== 0)) {
    throw new NotUnderstood(message('import.onnx.entry.sliced'));
  }
  return changed(context, value, 'ZeroPaddedShortcut', {
    filters: value.sides[2] as number,
    strides: [rows[2], columns[2]],
  });
};

const resize: Read = (context) => {
  const { node, attributes } = context;
  const value = imageLike(context.value(0));
  const dims = dimsOf(value);
  const isOld = node.op === 'Upsample' || context.graph.opset < 11;
  const sizes = isOld ? undefined : context.constant(3)?.numbers();
  const scales = sizes
    ? sizes.map((size, axis) => (axis === 0 ? 1 : size / (dims[axis - 1] as number)))
    : (attributes.floats('scales') ?? context.constant(isOld ? 1 : 2)?.numbers() ?? context.fail());
  const [high, wide, deep] = ofSides(value, scales, 1);
  const mode = attributes.text('mode', 'nearest');
  const grid = attributes.text('coordinate_transformation_mode', isOld ? 'asymmetric' : 'half_pixel');
  const rounding = attributes.text('nearest_mode', isOld ? 'floor' : 'round_prefer_floor');
  const isNearest =
    mode === 'nearest' &&
    ((grid === 'asymmetric' && rounding === 'floor') ||
      (grid === 'half_pixel' && ['round_prefer_floor', 'round_prefer_ceil'].includes(rounding)));
  const isBilinear = mode === 'linear' && ['half_pixel', 'pytorch_half_pixel'].includes(grid);
  const whole = [high, wide].every((scale) => Number.isInteger(scale) && scale >= 1);
  if (deep !== 1 || !whole || !(isNearest || isBilinear))
    throw new NotUnderstood(message('import.onnx.entry.resize'));
  const { name, shape } = context.add(
    'UpSampling2D',
    { size: [high, wide], interpolation: isNearest ? 'nearest' : 'bilinear' },
    [value.layer],
  );
  return { ...value, layer: name, sides: shape };
};

export const shapes: Readonly<Record<string, Read>> = {
  Identity: nothing,
  Dropout: nothing,
  Cast: cast,
  Transpose: transpose,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Pad: pad,
  Slice: slice,
  Resize: resize,
  Upsample: resize,
};
