/**
 * The stages of compilation, and the nodes that must be gone when a program has reached each stage. `verify` refuses a
 * program that breaks a rule of a stage, so a pass that comes too late or undoes another one's work fails at once.
 */
import type { OperatorName } from './attributes';
import {
  convolutionProductParts,
  gradientParts,
  inputPipelineParts,
  isNetwork,
  optimizerUpdates,
  productOperators,
} from './families';
import { neededNodes } from './slice';
import { type Node, type Program, type Stage, type Value, valueKey } from './types';

interface StageRule {
  /** The rule applies from this stage ... */
  from: Stage;
  /** ... until this one. */
  until?: Stage;
  /** Message for a node that breaks the rule. */
  faults(program: Program): Iterable<string>;
}

const SHORT_TYPES: readonly string[] = ['bfloat16', 'float16'];

const label = ({ name, operator }: Node): string => `node '${name}' (${operator})`;

/** A fault for each node that `wrong` returns a message for. */
function* faultsOfNodes(program: Program, wrong: (node: Node) => string | undefined): Iterable<string> {
  for (const node of program.nodes) {
    const words = wrong(node);
    if (words) yield `${label(node)} ${words}`;
  }
}

const absent = (operators: readonly OperatorName[], words: string): StageRule['faults'] => {
  const unwanted = new Set<OperatorName>(operators);
  return (program) => faultsOfNodes(program, ({ operator }) => (unwanted.has(operator) ? words : undefined));
};

export const spec: readonly StageRule[] = [
  {
    from: 'lowered',
    until: 'differentiated',
    faults: absent(
      [...gradientParts, ...optimizerUpdates, ...convolutionProductParts],
      'has no gradient, so it comes after the gradients',
    ),
  },
  {
    from: 'lowered',
    until: 'fed',
    faults: absent(inputPipelineParts, 'belongs to the input pipeline, which comes last'),
  },
  {
    from: 'lowered',
    until: 'shortened',
    faults: (program) =>
      faultsOfNodes(program, ({ outputs }) => {
        const short = outputs.find(({ dtype }) => SHORT_TYPES.includes(dtype));
        return short && `computes in ${short.dtype} without the pass 'precision'`;
      }),
  },
  { from: 'shortened', faults: longProducts },
  { from: 'shortened', until: 'differentiated', faults: castsThereAndBack },
  { from: 'differentiated', until: 'pruned', faults: missingGradients },
  {
    from: 'differentiated',
    *faults({ gradients }) {
      for (const { variable, value } of gradients) {
        if (value && value.dtype !== 'float32') {
          yield `the gradient of '${variable}' is ${value.dtype}, and variables are float32`;
        }
      }
    },
  },
  { from: 'pruned', faults: unneededNodes },
  { from: 'pruned', faults: unfedInputs },
];

/** Faults of the stages that the program has reached. */
export function* stageFaults(program: Program): Iterable<string> {
  const reached = new Set(program.stages);
  for (const { from, until, faults } of spec) {
    if (reached.has(from) && !(until && reached.has(until))) yield* faults(program);
  }
}

function longProducts(program: Program): Iterable<string> {
  return faultsOfNodes(program, (node) =>
    productOperators.includes(node.operator) && isNetwork(node) && node.inputs[0]?.dtype === 'float32'
      ? 'is left in float32 by the pass that shortens products'
      : undefined,
  );
}

/** A short value survives a cast to float32 and back. */
function castsThereAndBack(program: Program): Iterable<string> {
  const casts = new Map<string, string>();
  return faultsOfNodes(program, ({ operator, inputs, outputs }) => {
    const [from, to] = [inputs[0], outputs[0]];
    if (operator !== 'cast' || !from || !to) return undefined;
    casts.set(valueKey(to), from.dtype);
    const back = to.dtype !== 'float32' && casts.get(valueKey(from)) === to.dtype;
    return back ? `casts back to ${to.dtype} what was it before` : undefined;
  });
}

function* missingGradients({ variables, gradients }: Program): Iterable<string> {
  const counts = new Map<string, number>();
  for (const { variable } of gradients) counts.set(variable, (counts.get(variable) ?? 0) + 1);
  for (const { name, trainable } of variables) {
    const count = counts.get(name) ?? 0;
    if (trainable && count !== 1) yield `the trainable variable '${name}' has ${count} gradients`;
    if (!trainable && count > 0) yield `the variable '${name}' has a gradient and is not trainable`;
  }
}

function unneededNodes(program: Program): Iterable<string> {
  const needed = neededNodes(program, program.entries);
  return faultsOfNodes(program, ({ name }) => (needed.has(name) ? undefined : 'is needed by no entry'));
}

/** An entry must be fed every input that it depends on; fed values are not computed. */
function* unfedInputs({ nodes, entries }: Program): Iterable<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const { name, inputs, outputs, effects } of entries) {
    const fed = new Set(Object.values(inputs).map(valueKey));
    const seen = new Set<string>();
    const pending = [...effects];
    const follow = (values: readonly Value[]) => {
      for (const value of values) if (!fed.has(valueKey(value))) pending.push(value.node);
    };
    follow(Object.values(outputs));
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const node = byName.get(next);
      if (!node || seen.has(next)) continue;
      seen.add(next);
      if (node.operator === 'input') yield `entry '${name}' needs the input '${next}' and is not fed it`;
      follow(node.inputs);
      pending.push(...node.after);
    }
  }
}
