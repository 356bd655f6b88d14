/** Converts the network, in the IR, to another format: calls its writer for each operator, in topological order. */
import { message } from '../../core/messages';
import { Refusal } from '../basics/refusal';
import type { OperatorName, UnaryFunction } from '../compiler/ir/attributes';
import {
  type Node,
  type NodeOf,
  type Program,
  type Value,
  valueKey,
  type Weights,
} from '../compiler/ir/types';

/** A weight of the network, row-major. */
export interface Weight {
  name: string;
  shape: readonly number[];
  data(): Float32Array;
}

/** One operator. `Handle` is the format's reference to a value. */
export interface Step<Handle, Name extends OperatorName = OperatorName> {
  node: NodeOf<Name>;
  attributes: NodeOf<Name>['attributes'];
  inputs: readonly Value[];
  output: Value;
  input(index: number): Handle;
  /** An input that is a weight. */
  weight(index: number): Weight;
  /** The bias [F] that is added directly after it, if the format's operator takes it. */
  bias(): Weight | undefined;
}

export interface Format<Handle> {
  name: string;
  /** After these, a bias is an input of the operator itself. */
  takesBias: readonly OperatorName[];
  scalar(value: number): Handle;
  /** @returns undefined where the format lacks the operator. */
  write(step: Step<Handle>): Handle | undefined;
}

/**
 * @param program as `inferenceProgram` makes it.
 * @param x the images, [N, H, W, C] or as the format lays them out.
 * @returns the scores.
 * @throws Refusal for an operator that the format lacks.
 */
export function walkNetwork<Handle>(
  program: Program,
  weights: Weights,
  x: Handle,
  format: Format<Handle>,
): Handle {
  const nodes = new Map(program.nodes.map((node) => [node.name, node]));
  const biases = biasesTaken(program, nodes, format.takesBias);
  const [entry] = program.entries;
  const handles = new Map([[valueKey(entry?.inputs.x as Value), x]]);
  const handleOf = (value: Value) => handles.get(valueKey(value)) as Handle;
  const weightOf = ({ node, shape }: Value): Weight => {
    const made = nodes.get(node);
    if (made?.operator === 'unary') {
      const of = weightOf(made.inputs[0] as Value);
      const { function: name } = made.attributes;
      return { ...of, name: `${of.name}/${name}`, data: () => of.data().map(UNARY[name]) };
    }
    const { variable } = (made as NodeOf<'read'>).attributes;
    return {
      name: variable,
      shape: shape as readonly number[],
      data: () => weights.get(variable) as Float32Array,
    };
  };
  const written = (node: Node): Handle => {
    if (node.operator === 'constant') return format.scalar(node.attributes.value);
    const sum = biases.sumOf.get(node.name);
    if (sum) return handleOf(sum);
    const bias = biases.biasOf.get(node.name);
    const handle = format.write({
      node: node as NodeOf<OperatorName>,
      attributes: node.attributes as Step<Handle>['attributes'],
      inputs: node.inputs,
      output: node.outputs[0] as Value,
      input: (index) => handleOf(node.inputs[index] as Value),
      weight: (index) => weightOf(node.inputs[index] as Value),
      bias: () => bias && weightOf(bias),
    });
    if (handle === undefined) {
      const { operator } = node;
      throw new Refusal(message('export.refused.operator', { operator, format: format.name }));
    }
    return handle;
  };
  for (const node of program.nodes) {
    if (node.operator === 'input' || node.operator === 'read' || isOfWeight(node, nodes)) continue;
    handles.set(valueKey(node.outputs[0] as Value), written(node));
  }
  return handleOf(entry?.outputs.y as Value);
}

/** Functions of a single weight, which are computed here: formats store their result. */
const UNARY: Readonly<Record<UnaryFunction, (value: number) => number>> = {
  negate: (value) => -value,
  log: Math.log,
  reciprocal: (value) => 1 / value,
  square_root: Math.sqrt,
  reciprocal_square_root: (value) => 1 / Math.sqrt(value),
};

const isOfWeight = ({ operator, inputs }: Node, nodes: ReadonlyMap<string, Node>): boolean =>
  operator === 'unary' && nodes.get(inputs[0]!.node)?.operator === 'read';

/** Biases that are added to a value that nothing else uses. */
function biasesTaken(program: Program, nodes: ReadonlyMap<string, Node>, takesBias: readonly OperatorName[]) {
  const users = new Map<string, number>();
  for (const value of [
    ...program.nodes.flatMap(({ inputs }) => inputs),
    ...program.entries.flatMap(({ outputs }) => Object.values(outputs)),
  ]) {
    users.set(valueKey(value), (users.get(valueKey(value)) ?? 0) + 1);
  }
  /** The bias, by the node that uses it. */
  const biasOf = new Map<string, Value>();
  /** The node that uses the bias, by the addition that it replaces. */
  const sumOf = new Map<string, Value>();
  for (const { name, operator, inputs } of program.nodes) {
    const [sum, bias] = inputs as readonly [Value, Value];
    if (operator !== 'bias_add' || users.get(valueKey(sum)) !== 1) continue;
    if (!takesBias.includes(nodes.get(sum.node)?.operator as OperatorName)) continue;
    biasOf.set(sum.node, bias);
    sumOf.set(name, sum);
  }
  return { biasOf, sumOf };
}
