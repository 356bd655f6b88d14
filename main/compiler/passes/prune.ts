/** Drops the nodes that no entry needs. What an entry is fed stays, and so does what it would replace. */
import type { Node, Program } from '../ir/types';
import type { Pass } from './pass';

export const prune: Pass = {
  name: 'prune',
  run(program) {
    const needed = neededNodes(program);
    const nodes = program.nodes.filter((node) => needed.has(node.name));
    return {
      ...program,
      nodes: nodes.map(
        (node): Node => ({ ...node, after: node.after.filter((name) => needed.has(name)) }) as Node,
      ),
      landmarks: Object.fromEntries(
        Object.entries(program.landmarks).filter(([, value]) => value && needed.has(value.node)),
      ),
      gradients: program.gradients.filter(
        ({ value, scale }) => (!value || needed.has(value.node)) && (!scale || needed.has(scale.node)),
      ),
      updates: program.updates.filter((name) => needed.has(name)),
    };
  },
};

function neededNodes(program: Program): Set<string> {
  const needed = new Set<string>();
  for (const entry of program.entries) {
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
