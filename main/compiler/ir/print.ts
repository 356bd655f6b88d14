/** A program as text: one line for each variable, node and entry, in their order. */
import { plural } from '../../../core/format/plural';
import { formatType } from './tensor-type';
import type { Entry, Node, Program, Value, Variable } from './types';

/**
 * ```
 * variables
 *   conv/kernel: float32[3, 3, 3, 8] weight, trainable, glorot_uniform
 * nodes
 *   %conv/forward: float32[batch, 32, 32, 8] = conv2d(%.train/images, %conv/kernel/read) {strides: [1, 1], padding: same}
 * entries
 *   predict(x: %.eval/images) -> (y: %head/inference/activation)
 * ```
 */
export function printProgram(program: Program): string {
  const sections: [string, readonly string[]][] = [
    ['variables', program.variables.map(printVariable)],
    ['nodes', program.nodes.map(printNode)],
    ['gradients', program.gradients.map(printGradient)],
    ['updates', program.updates.map((name) => `%${name}`)],
    ['entries', program.entries.map(printEntry)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n');
}

function printVariable(variable: Variable): string {
  const { name, dtype, shape, role, trainable, learningRateFactor, initializer, fill } = variable;
  const facts = [
    role,
    trainable ? 'trainable' : undefined,
    trainable && learningRateFactor !== undefined ? `rate times ${learningRateFactor}` : undefined,
    fill === undefined ? initializer : `filled with ${fill}`,
  ];
  return `${name}: ${formatType({ dtype, shape })} ${facts.filter((fact) => fact !== undefined).join(', ')}`;
}

function printNode(node: Node): string {
  const types = node.outputs.map(formatType).join(', ');
  const attributes = Object.entries(node.attributes);
  const facts = attributes.map(([key, value]) => `${key}: ${printAttribute(value)}`).join(', ');
  const after = node.after.map((name) => `%${name}`).join(', ');
  return [
    `%${node.name}${types === '' ? '' : `: ${types}`} = ${node.operator}(${node.inputs.map(printValue).join(', ')})`,
    facts === '' ? '' : ` {${facts}}`,
    after === '' ? '' : ` after ${after}`,
  ].join('');
}

/** The first output of a node has just its name. */
const printValue = ({ node, output }: Value): string => `%${node}${output === 0 ? '' : `:${output}`}`;

function printAttribute(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printAttribute).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${printAttribute(inner)}`)
      .join(', ')}}`;
  }
  return String(value);
}

function printGradient({ variable, value, scale }: Program['gradients'][number]): string {
  if (!value) return `${variable}: zero`;
  return `${variable}: ${printValue(value)}${scale ? ` times ${printValue(scale)}` : ''}`;
}

function printEntry({ name, inputs, outputs, effects }: Entry): string {
  const list = (values: Readonly<Record<string, Value>>) =>
    Object.entries(values)
      .map(([key, value]) => `${key}: ${printValue(value)}`)
      .join(', ');
  const changes = effects.length === 0 ? '' : ` changing by ${plural(effects.length, 'node')}`;
  return `${name}(${list(inputs)}) -> (${list(outputs)})${changes}`;
}
