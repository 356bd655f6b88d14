/** Sums, products and concatenations, and functions that are composed of them. */
import { elementCount } from '../../../../core/basics/element-count';
import { message } from '../../../../core/messages';
import { affine, channelsOf, perChannel } from '../affine';
import type { Constant } from '../constant';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';
import { dimsOf, isImage, isInOrder, isLast, type Value } from '../value';
import { activated } from './activation';
import { writtenOutLayerNorm } from './normalization';
import type { Read } from './read';

/**
 * Values with the same shape and layout.
 * @throws NotUnderstood if they differ
 */
function alike(context: Context, values: readonly Value[]): Value[] {
  const [first] = values;
  const same = (value: Value) =>
    value.flat === first?.flat &&
    value.sides.join() === first.sides.join() &&
    value.axes.map(String).join('|') === first.axes.map(String).join('|');
  if (values.every(same)) return [...values];
  const dims = dimsOf(first as Value).join();
  if (!values.every((value) => dimsOf(value).join() === dims))
    throw new NotUnderstood(message('import.onnx.entry.broadcast'));
  if (values.every((value) => value.axes.length === 3)) return values.map((value) => context.image(value));
  if (values.every((value) => value.axes.length === 1)) {
    const vectors = values.map((value) => context.vector(value));
    if (vectors.every(({ order }) => order === undefined)) return vectors.map(({ value }) => value);
  }
  throw new NotUnderstood(message('import.onnx.entry.layout'));
}

function merged(context: Context, type: string, values: readonly Value[]): Value {
  const inputs = alike(context, values);
  const { name } = context.add(
    type,
    {},
    inputs.map(({ layer }) => layer),
  );
  const { viewOf: _, ...value } = inputs[0] as Value;
  return { ...value, layer: name };
}

const several =
  (type: string): Read =>
  (context) => {
    const values = context.node.inputs.map((_, index) => context.value(index));
    return values.length === 1 ? (values[0] as Value) : merged(context, type, values);
  };

interface Operands {
  value: Value;
  index: number;
  constant: Constant;
}

/** The value and the constant of a node that has one of each. */
function withConstant(context: Context): Operands | undefined {
  for (const index of [0, 1]) {
    const constant = context.constant(1 - index);
    if (constant) return { value: context.value(index), index, constant };
  }
  return undefined;
}

function scaled(
  context: Context,
  { value, index, constant }: Operands,
  scale: (number: number) => number,
  shift: (number: number) => number,
): Value {
  const numbers = perChannel(value, constant);
  return affine(context, index, value, { scale: numbers.map(scale), shift: numbers.map(shift) });
}

const one = () => 1;
const zero = () => 0;
const same = (number: number) => number;

const add: Read = (context) => {
  const operands = withConstant(context);
  if (operands) return scaled(context, operands, one, same);
  return merged(context, 'Add', [context.value(0), context.value(1)]);
};

const subtract: Read = (context) => {
  const operands = withConstant(context);
  if (!operands) return merged(context, 'Subtract', [context.value(0), context.value(1)]);
  return operands.index === 0
    ? scaled(context, operands, one, (number) => -number)
    : scaled(context, operands, () => -1, same);
};

const divide: Read = (context) => {
  const operands = withConstant(context);
  if (operands?.index === 0) {
    return hardSwish(context) ?? scaled(context, operands, (number) => 1 / number, zero);
  }
  return writtenOutLayerNorm(context) ?? context.fail();
};

const multiply: Read = (context) => {
  const known = gelu(context) ?? hardSwish(context) ?? silu(context);
  if (known) return known;
  const operands = withConstant(context);
  if (operands) return scaled(context, operands, same, zero);
  const [a, b] = [context.value(0), context.value(1)];
  if (dimsOf(a).join() === dimsOf(b).join()) return merged(context, 'Multiply', [a, b]);
  const [image, gates] = elementCount(a.sides) > elementCount(b.sides) ? [a, b] : [b, a];
  const fits =
    gates.axes.length === 3 &&
    dimsOf(gates)[0] === dimsOf(image)[0] &&
    elementCount(gates.sides) === dimsOf(image)[0];
  if (!fits || !isImage(image)) throw new NotUnderstood(message('import.onnx.entry.broadcast'));
  return { ...image, layer: context.add('ChannelScale', {}, [image.layer, gates.layer]).name };
};

const MOST_FACTORS = 6;

/** The factors of a product that is spread over several nodes, and its constant factor. */
function factorsOf(context: Context): { names: string[]; number: number } | undefined {
  const { graph, node } = context;
  const names: string[] = [];
  let number = 1;
  const pending: (typeof node)[] = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    for (const [index, name] of at.inputs.entries()) {
      const constant = graph.constants.get(name);
      const inner = context.producer(name, 'Mul', 'Div');
      const isDivisor = at.op === 'Div' && index === 1;
      if (constant) {
        if (elementCount(constant.dims) !== 1) return undefined;
        number *= isDivisor ? 1 / (constant.numbers()[0] as number) : (constant.numbers()[0] as number);
      } else if (isDivisor) return undefined;
      else if (inner && graph.readers.get(name) === 1) pending.push(inner);
      else names.push(name);
    }
    if (names.length + pending.length > MOST_FACTORS) return undefined;
  }
  return { names, number };
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4 * Math.abs(b);

/** x * g(x) * number: the value x, if `match` recognizes the node that computes g. */
function selfGated(
  context: Context,
  number: number,
  match: (x: string, gate: string) => boolean,
): Value | undefined {
  const factors = factorsOf(context);
  if (factors?.names.length !== 2 || !isNear(factors.number, number)) return undefined;
  const [a, b] = factors.names as [string, string];
  if (match(a, b)) return context.graph.values.get(a);
  return match(b, a) ? context.graph.values.get(b) : undefined;
}

/** x * sigmoid(x) */
function silu(context: Context): Value | undefined {
  const x = selfGated(context, 1, (from, gate) => context.producer(gate, 'Sigmoid')?.inputs[0] === from);
  return x && activated(context, x, 'silu');
}

/** x * hardsigmoid(x), or x * clip(x + 3, 0, 6) / 6 */
function hardSwish(context: Context): Value | undefined {
  const { graph } = context;
  const first = selfGated(context, 1, (from, gate) => {
    const node = context.producer(gate, 'HardSigmoid');
    const { attributes } = node ?? {};
    return (
      node?.inputs[0] === from &&
      isNear(attributes?.float('alpha', 0.2) ?? 0, 1 / 6) &&
      isNear(attributes?.float('beta', 0.5) ?? 0, 0.5)
    );
  });
  const x =
    first ??
    selfGated(context, 1 / 6, (from, gate) => {
      const node = context.producer(gate, 'Clip');
      const shifted = context.producer(node?.inputs[0], 'Add');
      const bounds = [1, 2].map((index) => graph.constants.get(node?.inputs[index] ?? '')?.numbers()[0]);
      const three = shifted?.inputs.map((name) => graph.constants.get(name)?.numbers()[0]);
      return (
        bounds.join() === '0,6' && shifted?.inputs.includes(from) === true && three?.includes(3) === true
      );
    });
  return x && activated(context, x, 'hard_swish');
}

/** 0.5 * x * (1 + erf(x / sqrt(2))) */
function gelu(context: Context): Value | undefined {
  const { graph } = context;
  const x = selfGated(context, 0.5, (from, gate) => {
    const sum = context.producer(gate, 'Add');
    const erf = sum?.inputs.map((name) => context.producer(name, 'Erf')).find(Boolean);
    const scaledX = context.producer(erf?.inputs[0], 'Mul', 'Div');
    const number = scaledX?.inputs.map((name) => graph.constants.get(name)?.numbers()[0]).find(Boolean) ?? 0;
    const isOne = sum?.inputs.some((name) => graph.constants.get(name)?.numbers()[0] === 1);
    return (
      isOne === true &&
      scaledX?.inputs.includes(from) === true &&
      isNear(scaledX.op === 'Div' ? 1 / number : number, Math.SQRT1_2)
    );
  });
  return x && activated(context, x, 'gelu');
}

const concat: Read = (context) => {
  const values = context.node.inputs.map((_, index) => context.value(index));
  if (values.length === 1) return values[0] as Value;
  const given = context.attributes.int('axis', 1);
  const [first] = values as [Value];
  const axis = given < 0 ? given + first.axes.length : given - 1;
  const isVector = values.every((value) => value.axes.length === 1);
  const inputs = isVector
    ? values.map((value) => context.vector(value).value)
    : values.every((value) => value.axes.length === 3) && !values.every((value) => isLast(value, axis))
      ? values.map((value) => context.image(value))
      : values;
  const fits = isVector
    ? inputs.every(isInOrder) && axis === 0
    : inputs.every((value) => isLast(value, axis));
  if (!fits) throw new NotUnderstood(message('import.onnx.entry.layout'));
  const { name, shape } = context.add(
    'Concatenate',
    {},
    inputs.map(({ layer }) => layer),
  );
  return isVector
    ? { layer: name, sides: shape, flat: false, axes: [[0]] }
    : { layer: name, sides: shape, flat: false, axes: (inputs[0] as Value).axes };
};

export const merges: Readonly<Record<string, Read>> = {
  Add: add,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  Sum: several('Add'),
  Max: several('Maximum'),
  Mean: several('Average'),
  Concat: concat,
  Neg: (context) => {
    const value = context.value(0);
    const channels = channelsOf(value);
    const scale = new Float32Array(channels).fill(-1);
    return affine(context, 0, value, { scale, shift: new Float32Array(channels) });
  },
};
