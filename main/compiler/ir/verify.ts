/** Checks a program after every pass, so a broken pass fails where it broke. */
import { messageOf } from '../../../core/basics/errors';
import { inferTypes, operatorNames } from './rules';
import { sameShape } from './rules/rule';
import { stageFaults } from './stages';
import { formatType, type TensorType } from './tensor-type';
import { bug, type Node, type Program, type Value, type Variable } from './types';

/** Faults that a message lists; the first one is usually the cause of the rest. */
const SHOWN = 8;
const NAME = /^[A-Za-z0-9.][A-Za-z0-9_.\-/]*$/;

/**
 * Nodes that passed their type rule; they never change. Excludes nodes with variables, which another program may
 * change.
 */
const wellTyped = new WeakSet<Node>();

const namesVariable = (node: Node): boolean => 'variable' in node.attributes || 'iterator' in node.attributes;

/**
 * One producer per name; inputs and orderings point backwards; each operator is known and its type rule holds; entries,
 * landmarks, gradients and updates refer to what exists, with its type; and the rules of the stages hold (stages.ts).
 * @param after the pass that made the program, for the message.
 * @throws IrError listing all that is wrong.
 */
export function verify(program: Program, after: string): void {
  const faults: string[] = [];
  // Messages are made only for faults: a large program passes a hundred thousand checks.
  const check = (sound: boolean, fault: () => string): void => {
    if (!sound) faults.push(fault());
  };
  const produced = checkNodes(program, check);
  checkReferences(program, produced, check);
  for (const fault of stageFaults(program)) faults.push(fault);
  if (faults.length > 0) {
    const rest = faults.length > SHOWN ? `; and ${faults.length - SHOWN} more` : '';
    bug(`The program is broken after '${after}': ${faults.slice(0, SHOWN).join('; ')}${rest}.`);
  }
}

type Check = (sound: boolean, fault: () => string) => void;
type Produced = ReadonlyMap<string, Node>;

const variablesOf = (program: Program) =>
  new Map(program.variables.map((variable) => [variable.name, variable]));

/** Nodes in their order; returns them by name. */
function checkNodes(program: Program, check: Check): Produced {
  const variables = variablesOf(program);
  check(variables.size === program.variables.length, () => 'two variables have one name');
  const known = new Set<string>(operatorNames);
  const produced = new Map<string, Node>();
  for (const node of program.nodes) {
    const label = (): string => `node '${node.name}' (${node.operator})`;
    check(NAME.test(node.name), () => `${label()} has a name that no engine takes`);
    check(!produced.has(node.name), () => `${label()} is produced twice`);
    for (const input of node.inputs) checkValue(input, produced, check, label);
    for (const name of node.after) {
      check(produced.has(name), () => `${label()} runs after '${name}', which is not before it`);
    }
    if (known.has(node.operator)) checkTypes(node, variables, check);
    else check(false, () => `${label()} has an unknown operator`);
    produced.set(node.name, node);
  }
  return produced;
}

function checkValue(value: Value, produced: Produced, check: Check, user: () => string): void {
  const output = produced.get(value.node)?.outputs[value.output];
  if (!output) {
    check(false, () => `${user()} uses '${value.node}:${value.output}', which nothing before it produces`);
    return;
  }
  check(
    sameType(output, value),
    () => `${user()} takes ${formatType(value)}, but ${formatType(output)} is produced`,
  );
}

function checkTypes(node: Node, variables: ReadonlyMap<string, Variable>, check: Check): void {
  if (wellTyped.has(node)) return;
  try {
    const types = inferTypes(node.operator, node.name, node.inputs, node.attributes, variables);
    const sound =
      types.length === node.outputs.length &&
      types.every((type, index) => {
        const output = node.outputs[index] as Value;
        return output.node === node.name && output.output === index && sameType(type, output);
      });
    check(sound, () => `node '${node.name}' (${node.operator}) states other outputs than its rule gives`);
    if (sound && !namesVariable(node)) wellTyped.add(node);
  } catch (error) {
    check(false, () => messageOf(error));
  }
}

/** Entries, landmarks, updates and gradients. */
function checkReferences(program: Program, produced: Produced, check: Check): void {
  const names = new Set<string>();
  for (const entry of program.entries) {
    const label = (): string => `entry '${entry.name}'`;
    check(!names.has(entry.name), () => `${label()} is declared twice`);
    names.add(entry.name);
    for (const value of [...Object.values(entry.inputs), ...Object.values(entry.outputs)]) {
      checkValue(value, produced, check, label);
    }
    for (const effect of entry.effects) {
      check(produced.has(effect), () => `${label()} runs '${effect}', which does not exist`);
    }
    check(
      Object.keys(entry.outputs).length + entry.effects.length > 0,
      () => `${label()} neither returns nor changes anything`,
    );
  }
  for (const value of Object.values(program.landmarks)) {
    if (value) checkValue(value, produced, check, () => 'a landmark');
  }
  for (const update of program.updates) {
    check(produced.has(update), () => `the step updates '${update}', which does not exist`);
  }
  const variables = variablesOf(program);
  for (const { variable: name, value, scale } of program.gradients) {
    const variable = variables.get(name);
    check(variable !== undefined, () => `a gradient is of '${name}', which is no variable`);
    if (value) {
      checkValue(value, produced, check, () => `the gradient of '${name}'`);
      check(
        variable !== undefined && sameShape(variable.shape, value.shape),
        () => `the gradient of '${name}' has not the variable's shape`,
      );
    }
    if (scale) checkValue(scale, produced, check, () => `the scale of the gradient of '${name}'`);
  }
}

const sameType = (a: TensorType, b: TensorType): boolean =>
  a.dtype === b.dtype && sameShape(a.shape, b.shape);
