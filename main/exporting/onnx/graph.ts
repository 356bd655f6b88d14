/** From the network alone, in the IR, to an ONNX graph. */

import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import type { OperatorName } from '../../compiler/ir/attributes';
import type { Node, NodeOf, Program, Value } from '../../compiler/ir/types';
import { valueKey } from '../../compiler/ir/types';
import { type Context, operators } from './operators';
import { ints } from './schema';
import { GraphWriter } from './writer';

export type InputLayout = 'nchw' | 'nhwc';

export interface OnnxGraph {
  graph: GraphWriter;
  /** [N, ...] with null for a batch of any size. */
  input: { name: string; shape: readonly (number | null)[] };
  output: { name: string; shape: readonly (number | null)[] };
}

/** Behind these, a bias is an input of the node itself. */
const TAKE_BIAS: readonly OperatorName[] = ['conv2d', 'depthwise_conv2d', 'conv2d_transpose', 'matmul'];

/** @param program as `inferenceProgram` makes it. @throws Refusal for an operator that ONNX has no writer for. */
export function onnxGraph(
  program: Program,
  weights: ReadonlyMap<string, Float32Array>,
  layout: InputLayout,
): OnnxGraph {
  const graph = new GraphWriter();
  const nodes = new Map(program.nodes.map((node) => [node.name, node]));
  const biases = fusedBiases(program);
  const names = new Map<string, string>();
  const [entry] = program.entries;
  const x = entry?.inputs.x as Value;
  const y = entry?.outputs.y as Value;
  const [, height = 0, width = 0, channels = 0] = x.shape as number[];
  const shape = layout === 'nchw' ? [null, channels, height, width] : [null, height, width, channels];
  const input = { name: 'images', shape };
  names.set(
    valueKey(x),
    layout === 'nchw'
      ? input.name
      : graph.node('images/channels_first', 'Transpose', [input.name], { perm: ints([0, 3, 1, 2]) }),
  );

  for (const node of program.nodes) {
    if (node.operator === 'input' || node.operator === 'read') continue;
    const output = node.outputs[0] as Value;
    if (node.operator === 'constant') {
      names.set(valueKey(output), graph.scalar(node.attributes.value));
      continue;
    }
    const fused = biases.byAddition.get(node.name);
    if (fused !== undefined) {
      names.set(valueKey(output), names.get(fused) as string);
      continue;
    }
    const emit = operators[node.operator] as ((context: Context) => string) | undefined;
    if (!emit)
      throw new Refusal(message('export.refused.operator', { operator: node.operator, format: 'ONNX' }));
    names.set(valueKey(output), emit(contextOf(node, { graph, nodes, names, weights, bias: biases.byNode })));
  }
  const scores = names.get(valueKey(y)) as string;
  return { graph, input, output: { name: graph.node('scores', 'Identity', [scores]), shape: y.shape } };
}

function fusedBiases(program: Program) {
  const users = new Map<string, number>();
  for (const value of [
    ...program.nodes.flatMap(({ inputs }) => inputs),
    ...program.entries.flatMap(({ outputs }) => Object.values(outputs)),
  ]) {
    users.set(valueKey(value), (users.get(valueKey(value)) ?? 0) + 1);
  }
  const nodes = new Map(program.nodes.map((node) => [node.name, node]));
  /** The bias, by the node that takes it. */
  const byNode = new Map<string, Value>();
  /** The value that stands for the sum, by the addition that goes. */
  const byAddition = new Map<string, string>();
  for (const { name, operator, inputs } of program.nodes) {
    const [sum, bias] = inputs as readonly [Value, Value];
    if (operator !== 'bias_add' || users.get(valueKey(sum)) !== 1) continue;
    if (!TAKE_BIAS.includes(nodes.get(sum.node)?.operator as OperatorName)) continue;
    byNode.set(sum.node, bias);
    byAddition.set(name, valueKey(sum));
  }
  return { byNode, byAddition };
}

interface Surroundings {
  graph: GraphWriter;
  nodes: ReadonlyMap<string, Node>;
  names: ReadonlyMap<string, string>;
  weights: ReadonlyMap<string, Float32Array>;
  bias: ReadonlyMap<string, Value>;
}

function contextOf(node: Node, { graph, nodes, names, weights, bias }: Surroundings): Context {
  const weightOf = (value: Value) => {
    const read = nodes.get(value.node) as NodeOf<'read'>;
    const name = read.attributes.variable;
    return { name, shape: value.shape as readonly number[], data: () => weights.get(name) as Float32Array };
  };
  return {
    node: node as NodeOf<OperatorName>,
    attributes: node.attributes as Context['attributes'],
    inputs: node.inputs,
    output: node.outputs[0] as Value,
    graph,
    input: (index) => names.get(valueKey(node.inputs[index] as Value)) as string,
    weight: (index) => weightOf(node.inputs[index] as Value),
    bias: () => {
      const value = bias.get(node.name);
      if (!value) return undefined;
      const { name, shape, data } = weightOf(value);
      return graph.tensor(name, shape, data);
    },
    op: (op, input, attributes, part) =>
      graph.node(part === undefined ? node.name : `${node.name}/${part}`, op, input, attributes),
  };
}
