/** The part of a program that one entry runs. */
import { bug, type Entry, type Program } from './types';

/**
 * The entry, the nodes that it needs, and the variables that these use.
 * @throws IrError naming the existing entries
 */
export function sliceOf(program: Program, name: string): Program {
  const entry = program.entries.find((each) => each.name === name);
  if (!entry) {
    const names = program.entries.map((each) => each.name).join(', ') || 'none yet';
    bug(`An entry is one of the program's: ${names}. Received: '${name}'.`);
  }
  const needed = neededNodes(program, [entry]);
  const nodes = program.nodes.filter((node) => needed.has(node.name));
  const touched = new Set(
    nodes.flatMap((node) => Object.values(node.attributes).filter((value) => typeof value === 'string')),
  );
  return {
    ...program,
    stages: [],
    nodes,
    entries: [entry],
    variables: program.variables.filter((variable) => touched.has(variable.name)),
    gradients: program.gradients.filter(({ value }) => value && needed.has(value.node)),
    updates: program.updates.filter((update) => needed.has(update)),
    landmarks: Object.fromEntries(
      Object.entries(program.landmarks).filter(([, value]) => value && needed.has(value.node)),
    ),
  };
}

/** Names of the nodes that the entries are fed, return and change. */
export function neededNodes(program: Program, entries: readonly Entry[]): Set<string> {
  const needed = new Set<string>();
  for (const entry of entries) {
    for (const value of [...Object.values(entry.inputs), ...Object.values(entry.outputs)])
      needed.add(value.node);
    for (const effect of entry.effects) needed.add(effect);
  }
  for (const node of [...program.nodes].reverse()) {
    if (!needed.has(node.name)) continue;
    for (const input of node.inputs) needed.add(input.node);
    for (const name of node.after) needed.add(name);
  }
  return needed;
}
