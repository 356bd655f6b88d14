/**
 * A BatchNorm in inference is a factor and a term for each channel. Directly after a convolution or product they become
 * part of its kernel and bias (Jacob et al., 2018, section 3.2). Elsewhere, as before a padded convolution, it stays.
 */
import type { OperatorName } from '../ir/attributes';
import { Builder } from '../ir/builder';
import { type Node, type NodeOf, type Program, type Value, valueKey, type Weights } from '../ir/types';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

export interface BatchNormFolding {
  pass: Pass;
  /** For the program after the pass. Folded weights are computed at each call, so that no second set is in memory. */
  weights: Weights;
}

/** @param weights of the program in front of the pass. */
export function batchNormFolding(weights: Weights): BatchNormFolding {
  const folded = new Map<string, () => Float32Array>();
  return {
    pass: { name: 'fold BatchNorm', run: (program) => fold(program, weights, folded) },
    weights: { get: (name) => folded.get(name)?.() ?? weights.get(name) },
  };
}

interface Fold {
  normalization: NodeOf<'batch_norm_infer'>;
  layer: Node;
  addition: Node | undefined;
}

function fold(program: Program, weights: Weights, folded: Map<string, () => Float32Array>): Program {
  const folds = foldsIn(program);
  const byNormalization = new Map(folds.map((one) => [one.normalization.name, one]));
  const additions = new Set(folds.map(({ addition }) => addition?.name));
  const nodes = new Map(program.nodes.map((node) => [node.name, node]));
  const variable = (value: Value) => (nodes.get(value.node) as NodeOf<'read'>).attributes.variable;
  const build = new Builder(program);
  const biases = new Map<string, string>();
  for (const { normalization, layer, addition } of folds) {
    const [kernel, bias] = [layer.inputs[1] as Value, addition?.inputs[1]];
    const statistic = (index: number) => weights.get(variable(normalization.inputs[index] as Value))!;
    const kernelName = variable(kernel);
    const biasName = bias ? variable(bias) : `${kernelName.slice(0, kernelName.lastIndexOf('/'))}/bias`;
    if (!bias) {
      const shape = (normalization.inputs[1] as Value).shape;
      build.declare({ name: biasName, shape, dtype: 'float32', role: 'weight', trainable: false });
    }
    biases.set(normalization.name, biasName);
    const { epsilon } = normalization.attributes;
    const factors = () => {
      const variance = statistic(4);
      return Float64Array.from(statistic(1), (gamma, index) => gamma / Math.sqrt(variance[index]! + epsilon));
    };
    folded.set(kernelName, () => {
      const factor = factors();
      const channelOf = filterIndex(layer.operator, kernel.shape as number[]);
      return weights.get(kernelName)!.map((value, index) => value * factor[channelOf(index)]!);
    });
    folded.set(biasName, () => {
      const [factor, before, mean] = [factors(), bias && weights.get(biasName), statistic(3)];
      return statistic(2).map(
        (beta, index) => beta + ((before?.[index] ?? 0) - mean[index]!) * factor[index]!,
      );
    });
  }
  return rewrite(build.finish(), (node, build) => {
    if (additions.has(node.name)) return [node.inputs[0] as Value];
    if (!byNormalization.has(node.name)) return undefined;
    const bias = build.read(biases.get(node.name) as string);
    return [build.value('bias_add', node.name, [node.inputs[0] as Value, bias], {})];
  });
}

/** Output channel, or filter, that a value of the kernel belongs to. */
export function filterIndex(operator: OperatorName, shape: readonly number[]): (index: number) => number {
  const [last, before] = [shape.at(-1) as number, shape.at(-2) as number];
  if (operator === 'conv2d_transpose') return (index) => Math.floor(index / last) % before;
  const count = operator === 'depthwise_conv2d' ? last * before : last;
  return (index) => index % count;
}

/** Operators whose second input is a kernel. */
export const filtered: readonly OperatorName[] = ['conv2d', 'depthwise_conv2d', 'conv2d_transpose', 'matmul'];

/** If nothing else uses the values in between. */
function foldsIn(program: Program): Fold[] {
  const nodes = new Map(program.nodes.map((node) => [node.name, node]));
  const uses = new Map<string, number>();
  for (const value of [
    ...program.nodes.flatMap(({ inputs }) => inputs),
    ...program.entries.flatMap(({ outputs }) => Object.values(outputs)),
  ]) {
    uses.set(valueKey(value), (uses.get(valueKey(value)) ?? 0) + 1);
  }
  /**
   * The producer of the first input, if only this node uses it and its own second input is a weight that nothing else
   * reads.
   */
  const behind = (node: Node): Node | undefined => {
    const [x] = node.inputs as readonly [Value];
    const source = nodes.get(x.node);
    const weight = source?.inputs[1];
    const isOnly = weight && uses.get(valueKey(x)) === 1 && uses.get(valueKey(weight)) === 1;
    return isOnly && nodes.get(weight.node)?.operator === 'read' ? source : undefined;
  };
  return program.nodes.flatMap((normalization) => {
    if (normalization.operator !== 'batch_norm_infer') return [];
    const before = behind(normalization);
    const addition = before?.operator === 'bias_add' ? before : undefined;
    const layer = addition ? behind(addition) : before;
    return layer && filtered.includes(layer.operator) ? [{ normalization, layer, addition }] : [];
  });
}
