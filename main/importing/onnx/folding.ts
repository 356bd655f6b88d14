/** Computes values that depend only on constants and shapes: exporters write the target of a Reshape that way. */
import { elementCount } from '../../../core/basics/element-count';
import { type Constant, numbersConstant, reshapedConstant, transposedConstant } from './constant';
import type { Graph } from './context';
import type { OnnxNode } from './model';
import { dimsOf } from './value';

type Fold = (node: OnnxNode, inputs: readonly Constant[], graph: Graph) => Constant | undefined;

/** Limit for shapes and axes; weights are only renamed and transposed. */
const MOST_NUMBERS = 1000;

const list = (values: readonly number[]): Constant => numbersConstant([values.length], values);

const pointwise =
  (combine: (a: number, b: number) => number): Fold =>
  (_, [a, b]) => {
    if (!a || !b) return undefined;
    const [first, second] = [a.numbers(), b.numbers()];
    const count = Math.max(first.length, second.length);
    if (first.length !== count && first.length !== 1) return undefined;
    if (second.length !== count && second.length !== 1) return undefined;
    const at = (values: readonly number[], index: number) =>
      values[values.length === 1 ? 0 : index] as number;
    const values = Array.from({ length: count }, (_unused, index) =>
      combine(at(first, index), at(second, index)),
    );
    return numbersConstant(first.length === count ? a.dims : b.dims, values);
  };

/** The values of one axis from `start` to `end`, exclusive, with Python's indices. */
function along(
  constant: Constant,
  axis: number,
  start: number,
  end: number,
  step: number,
): Constant | undefined {
  const at = axis < 0 ? axis + constant.dims.length : axis;
  const side = constant.dims[at];
  if (side === undefined || step === 0) return undefined;
  const [low, high] = step > 0 ? [0, side] : [-1, side - 1];
  const inside = (place: number) => Math.min(Math.max(place < 0 ? place + side : place, low), high);
  const places: number[] = [];
  const last = inside(end);
  for (let place = inside(start); step > 0 ? place < last : place > last; place += step) places.push(place);
  const inner = elementCount(constant.dims.slice(at + 1));
  const outer = elementCount(constant.dims.slice(0, at));
  const values = constant.numbers();
  const picked: number[] = [];
  for (let row = 0; row < outer; row++) {
    for (const place of places) {
      const begin = (row * side + place) * inner;
      picked.push(...values.slice(begin, begin + inner));
    }
  }
  return numbersConstant(
    constant.dims.map((size, index) => (index === at ? places.length : size)),
    picked,
  );
}

const sameValues: Fold = (_, [constant]) => constant;

const folds: Readonly<Record<string, Fold>> = {
  Identity: sameValues,
  Cast: (node, [constant]) => {
    // To integers.
    const isWhole = ![1, 10, 11, 16].includes(node.attributes.int('to', 1));
    return constant && isWhole
      ? numbersConstant(constant.dims, constant.numbers().map(Math.trunc))
      : constant;
  },
  Floor: (_, [constant]) => constant && numbersConstant(constant.dims, constant.numbers().map(Math.floor)),
  Gather: (node, [data, indices]) => {
    if (!data || !indices || data.dims.length !== 1 || node.attributes.int('axis', 0) !== 0) return undefined;
    const values = data.numbers();
    const picked = indices.numbers().map((index) => values.at(index));
    return picked.includes(undefined) ? undefined : numbersConstant(indices.dims, picked as number[]);
  },
  Concat: (_, inputs) =>
    inputs.every(({ dims }) => dims.length === 1)
      ? list(inputs.flatMap((input) => [...input.numbers()]))
      : undefined,
  ConstantOfShape: (node, [shape]) => {
    const dims = shape?.numbers() ?? [];
    const value = node.attributes.tensor('value')?.numbers()[0] ?? 0;
    const count = elementCount(dims);
    return count <= MOST_NUMBERS ? numbersConstant(dims, new Array<number>(count).fill(value)) : undefined;
  },
  Slice: (node, [data, ...rest]) => {
    const setting = (name: string, index: number) => node.attributes.ints(name) ?? rest[index]?.numbers();
    const [starts, ends] = [setting('starts', 0) ?? [], setting('ends', 1) ?? []];
    const axes = setting('axes', 2) ?? starts.map((_, axis) => axis);
    const steps = rest[3]?.numbers() ?? starts.map(() => 1);
    return axes.reduce<Constant | undefined>(
      (sliced, axis, index) =>
        sliced && along(sliced, axis, starts[index] ?? 0, ends[index] ?? 0, steps[index] ?? 1),
      data,
    );
  },
  Unsqueeze: (node, [data, axes]) => {
    const added = node.attributes.ints('axes') ?? axes?.numbers() ?? [];
    return (
      data && reshapedConstant(data, data.dims.length === 0 ? [1] : [...added.map(() => 1), ...data.dims])
    );
  },
  Squeeze: (_, [data]) =>
    data &&
    reshapedConstant(
      data,
      data.dims.filter((side) => side !== 1),
    ),
  Mul: pointwise((a, b) => a * b),
  Add: pointwise((a, b) => a + b),
  Sub: pointwise((a, b) => a - b),
  Div: pointwise((a, b) => a / b),
};

/** These keep weights as weights, whatever their size. */
const renames: Readonly<Record<string, Fold>> = {
  Identity: sameValues,
  Transpose: (node, [constant]) => {
    const rank = constant?.dims.length ?? 0;
    const order = node.attributes.ints('perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
    const isOrder = [...order].sort((a, b) => a - b).every((axis, index) => axis === index);
    return constant && order.length === rank && isOrder ? transposedConstant(constant, order) : undefined;
  },
  Unsqueeze: (node, [data, axes]) => {
    const added = node.attributes.ints('axes') ?? axes?.numbers() ?? [];
    const rank = (data?.dims.length ?? 0) + added.length;
    const places = added.map((axis) => (axis < 0 ? axis + rank : axis));
    const old = [...(data?.dims ?? [])];
    if (!data || rank > 9) return undefined;
    return reshapedConstant(
      data,
      Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? 1 : (old.shift() ?? 1))),
    );
  },
  Reshape: (_, [data, target]) => {
    const dims = [...(target?.numbers() ?? [])];
    const count = elementCount(data?.dims ?? []);
    const known = elementCount(dims.filter((side) => side !== -1));
    const filled = dims.map((side) => (side === -1 ? count / known : side));
    return data && elementCount(filled) === count ? reshapedConstant(data, filled) : undefined;
  },
};

/** The constant that a node computes, or undefined if it depends on the images. */
export function folded(node: OnnxNode, graph: Graph): Constant | undefined {
  if (node.op === 'Constant') return constantOf(node);
  const names = node.inputs.filter((name) => name !== '');
  if (node.op === 'Shape') {
    const value = graph.values.get(names[0] ?? '');
    if (value) return list([graph.batch ?? -1, ...dimsOf(value)]);
  }
  const inputs = names.map((name) => graph.constants.get(name));
  if (inputs.length === 0 || inputs.includes(undefined)) return undefined;
  const known = inputs as Constant[];
  if (node.op === 'Shape') return list(known[0]?.dims ?? []);
  const isSmall = known.every(({ dims }) => elementCount(dims) <= MOST_NUMBERS);
  const { op } = node;
  const fold = Object.hasOwn(renames, op)
    ? renames[op]
    : isSmall && Object.hasOwn(folds, op)
      ? folds[op]
      : undefined;
  return fold?.(node, known, graph);
}

function constantOf({ attributes }: OnnxNode): Constant | undefined {
  const ints = attributes.ints('value_ints');
  const floats = attributes.floats('value_floats');
  if (attributes.has('value')) return attributes.tensor('value');
  if (attributes.has('value_int')) return numbersConstant([], [attributes.int('value_int', 0)]);
  if (attributes.has('value_float')) return numbersConstant([], [attributes.float('value_float', 0)]);
  if (attributes.has('value_ints') && ints) return list(ints);
  return floats && list(floats);
}
