/**
 * Runs the forward operators of a program in float64 with plain loops, written from the definitions of the
 * operators (main/compiler/ir/attributes.ts and the Keras layers), not from how they are emitted.
 */
import type { OperatorAttributes, OperatorName } from '../../../main/compiler/ir/attributes';
import { type Node, type Program, valueKey } from '../../../main/compiler/ir/types';
import { activationOf } from './activations';
import { mergeReferences } from './merges';
import { groupNorm, layerNorm, moments, normalize } from './normalizations';
import { at, fill4, map, scalar, sizeOf, type Tensor, tensor, zip } from './tensor';
import { conv2d, conv2dTranspose, depthwiseConv2d, pool, upsample } from './windows';

type Reference<Name extends OperatorName> = (
  inputs: readonly Tensor[],
  attributes: OperatorAttributes[Name],
) => readonly Tensor[];

function matmul(a: Tensor, b: Tensor, { transposeA, transposeB }: OperatorAttributes['matmul']): Tensor {
  const [aRows, aColumns] = a.shape as [number, number];
  const [bRows, bColumns] = b.shape as [number, number];
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const columns = transposeB ? bRows : bColumns;
  const result = tensor([rows, columns]);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      for (let k = 0; k < inner; k += 1) {
        const left = a.data[transposeA ? k * aColumns + i : i * aColumns + k]!;
        const right = b.data[transposeB ? j * bColumns + k : k * bColumns + j]!;
        result.data[i * columns + j]! += left * right;
      }
    }
  }
  return result;
}

function softmax(x: Tensor): Tensor {
  const classes = x.shape.at(-1)!;
  const result = tensor(x.shape);
  for (let row = 0; row < x.data.length; row += classes) {
    const values = x.data.subarray(row, row + classes);
    const largest = Math.max(...values);
    const total = values.reduce((sum, value) => sum + Math.exp(value - largest), 0);
    values.forEach((value, index) => {
      result.data[row + index] = Math.exp(value - largest) / total;
    });
  }
  return result;
}

function pad(x: Tensor, margins: OperatorAttributes['pad']['margins'], sign: 1 | -1): Tensor {
  const shape = x.shape.map((side, axis) => side + sign * (margins[axis]![0] + margins[axis]![1]));
  const pixel = at(x);
  const [n0, h0, w0, c0] = margins.map(([before]) => sign * before) as [number, number, number, number];
  return fill4(shape as [number, number, number, number], (n, h, w, c) => {
    const channel = c - c0;
    return channel < 0 || channel >= x.shape[3]! ? 0 : pixel(n - n0, h - h0, w - w0, channel);
  });
}

const binaries = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  minimum: Math.min,
  maximum: Math.max,
};
const unaries = {
  negate: (v: number) => -v,
  log: Math.log,
  reciprocal: (v: number) => 1 / v,
  square_root: Math.sqrt,
  reciprocal_square_root: (v: number) => 1 / Math.sqrt(v),
};
const total = (x: Tensor): number => x.data.reduce((sum, value) => sum + value, 0);
const channelOf = (index: number, vector: Tensor): number => vector.data[index % vector.data.length]!;

const references: { readonly [Name in OperatorName]?: Reference<Name> } = {
  constant: (_, { shape, value }) => [map(tensor(shape), () => value)],
  conv2d: ([x, kernel], attributes) => [conv2d(x!, kernel!, attributes)],
  bias_add: ([x, bias]) => [map(x!, (value, index) => value + channelOf(index, bias!))],
  conv2d_transpose: ([x, kernel], attributes) => [conv2dTranspose(x!, kernel!, attributes)],
  depthwise_conv2d: ([x, kernel], attributes) => [depthwiseConv2d(x!, kernel!, attributes)],
  matmul: ([a, b], attributes) => [matmul(a!, b!, attributes)],
  batch_norm_train: ([x, gamma, beta], { epsilon }) => {
    const [mean, variance] = moments(x!);
    return [normalize([x!, gamma!, beta!, mean, variance], epsilon), mean, variance, scalar(0)];
  },
  batch_norm_infer: (inputs, { epsilon }) => [normalize(inputs, epsilon)],
  normalize: ([x, mean, deviation]) => [
    map(
      x!,
      (value, index) => (value - channelOf(index, mean!)) / (deviation ? channelOf(index, deviation) : 1),
    ),
  ],
  layer_norm: ([x, gamma, beta], { epsilon }) => [layerNorm(x!, gamma!, beta!, epsilon), scalar(0)],
  group_norm: ([x, gamma, beta], { epsilon, groups }) => [
    groupNorm(x!, gamma!, beta!, epsilon, groups),
    scalar(0),
  ],
  activation: ([x], attributes) => [map(x!, activationOf(attributes))],
  ...mergeReferences,
  softmax: ([x]) => [softmax(x!)],
  max_pool: ([x], attributes) => [pool(x!, attributes, (values) => Math.max(...values))],
  avg_pool: ([x], attributes) => [
    pool(x!, attributes, (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  ],
  spatial_max: ([x]) => {
    const [batch, height, width, channels] = x!.shape as [number, number, number, number];
    const whole = { size: [height, width], strides: [1, 1], padding: 'valid' } as const;
    return [{ shape: [batch, channels], data: pool(x!, whole, (values) => Math.max(...values)).data }];
  },
  upsample: ([x], attributes) => [upsample(x!, attributes)],
  spatial_mean: ([x]) => {
    const [batch, height, width, channels] = x!.shape as [number, number, number, number];
    const result = tensor([batch, channels]);
    x!.data.forEach((value, index) => {
      const n = Math.floor(index / (height * width * channels));
      result.data[n * channels + (index % channels)]! += value / (height * width);
    });
    return [result];
  },
  pad: ([x], { margins }) => [pad(x!, margins, 1)],
  crop: ([x], { margins }) => [pad(x!, margins, -1)],
  subsample: ([x], { strides }) => {
    const [batch, height, width, channels] = x!.shape as [number, number, number, number];
    const pixel = at(x!);
    const shape = [batch, Math.ceil(height / strides[0]), Math.ceil(width / strides[1]), channels] as const;
    return [fill4(shape, (n, h, w, c) => pixel(n, h * strides[0], w * strides[1], c))];
  },
  reshape: ([x], { shape }) => {
    const known = sizeOf(shape.map((side) => side ?? 1));
    return [{ shape: shape.map((side) => side ?? x!.data.length / known), data: x!.data }];
  },
  // Values here are exact: rounding is what the casts of a real engine add.
  cast: ([x]) => [x!],
  add_n: (inputs) => [inputs.slice(1).reduce((sum, term) => zip(sum, term, binaries.add), inputs[0]!)],
  softmax_cross_entropy: ([scores, labels]) => {
    const probabilities = softmax(scores!);
    const classes = scores!.shape[1]!;
    const losses = map(labels!, (label, row) => -Math.log(probabilities.data[row * classes + label]!));
    const gradient = map(probabilities, (value, index) =>
      labels!.data[Math.floor(index / classes)] === index % classes ? value - 1 : value,
    );
    return [losses, gradient];
  },
  soft_cross_entropy: ([scores, targets]) => {
    const probabilities = softmax(scores!);
    const [rows, classes] = scores!.shape as [number, number];
    const losses = Array.from({ length: rows }, (_, row) => {
      let loss = 0;
      for (let index = row * classes; index < (row + 1) * classes; index++) {
        loss -= targets!.data[index]! * Math.log(probabilities.data[index]!);
      }
      return loss;
    });
    return [tensor([rows], losses), zip(probabilities, targets!, (p, target) => p - target)];
  },
  one_hot: ([labels], { classes }) => {
    const hot = Array.from(labels!.data).flatMap((label) =>
      Array.from({ length: classes }, (_, index) => (index === label ? 1 : 0)),
    );
    return [tensor([labels!.data.length, classes], hot)];
  },
  sum: ([x]) => [scalar(total(x!))],
  mean: ([x]) => [scalar(total(x!) / x!.data.length)],
  half_square_sum: ([x]) => [scalar(total(map(x!, (value) => value * value)) / 2)],
  count_correct: ([scores, labels]) => {
    const classes = scores!.shape[1]!;
    const best = (row: number) => {
      const values = scores!.data.subarray(row * classes, (row + 1) * classes);
      return values.indexOf(Math.max(...values));
    };
    return [scalar(labels!.data.filter((label, row) => best(row) === label).length)];
  },
  count_top: ([scores, labels], { k }) => {
    const classes = scores!.shape[1]!;
    const among = (label: number, row: number) => {
      const values = scores!.data.subarray(row * classes, (row + 1) * classes);
      return values.filter((value) => value > values[label]!).length < k;
    };
    return [scalar(labels!.data.filter(among).length)];
  },
  confusion_matrix: ([scores, labels]) => {
    const classes = scores!.shape[1]!;
    const counts = tensor([classes, classes]);
    labels!.data.forEach((label, row) => {
      const values = scores!.data.subarray(row * classes, (row + 1) * classes);
      counts.data[label * classes + values.indexOf(Math.max(...values))]! += 1;
    });
    return [counts];
  },
  batch_size: ([x]) => [scalar(x!.shape[0]!)],
  binary: ([a, b], attributes) => [zip(a!, b!, binaries[attributes.function])],
  unary: ([x], attributes) => [map(x!, unaries[attributes.function])],
  clip: ([x], { low, high }) => [map(x!, (value) => Math.min(high, Math.max(low, value)))],
};

export const referencedOperators = Object.keys(references) as OperatorName[];

export interface Evaluation {
  /** By `<node>:<output>`. */
  values: Map<string, Tensor>;
  /** Variables after the nodes that assign them. */
  variables: Map<string, Tensor>;
}

/**
 * Runs every node. All reads see the variables from before.
 * @param feeds values of the `input` nodes, by node name.
 */
export function evaluate(
  program: Pick<Program, 'nodes'>,
  feeds: Readonly<Record<string, Tensor>>,
  variables: ReadonlyMap<string, Tensor> = new Map(),
): Evaluation {
  const values = new Map<string, Tensor>();
  const after = new Map(variables);
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => values.get(valueKey(input)) as Tensor);
    if (node.operator === 'assign') {
      after.set(node.attributes.variable, inputs[0]!);
      continue;
    }
    const outputs = outputsOf(node, inputs, feeds, variables);
    outputs.forEach((output, index) => {
      values.set(`${node.name}:${index}`, output);
    });
  }
  return { values, variables: after };
}

function outputsOf(
  node: Node,
  inputs: readonly Tensor[],
  feeds: Readonly<Record<string, Tensor>>,
  variables: ReadonlyMap<string, Tensor>,
): readonly Tensor[] {
  if (node.operator === 'input') return [feeds[node.name] ?? missing(`a feed for '${node.name}'`)];
  if (node.operator === 'read') {
    const name = node.attributes.variable;
    return [variables.get(name) ?? missing(`the variable '${name}'`)];
  }
  const reference = references[node.operator] as Reference<OperatorName> | undefined;
  return (reference ?? missing(`a reference for '${node.operator}'`))(inputs, node.attributes);
}

function missing(what: string): never {
  throw new Error(`The reference interpreter needs ${what}.`);
}
