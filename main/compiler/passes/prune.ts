/** Drops the nodes that no entry needs. Fed values stay, and so do the nodes that they replace. */
import { neededNodes } from '../ir/slice';
import type { Node } from '../ir/types';
import type { Pass } from './pass';

export const prune: Pass = {
  name: 'prune',
  run(program) {
    const needed = neededNodes(program, program.entries);
    const nodes = program.nodes.filter((node) => needed.has(node.name));
    return {
      ...program,
      stages: [...program.stages, 'pruned'],
      nodes: nodes.map(
        (node): Node =>
          node.after.every((name) => needed.has(name))
            ? node
            : ({ ...node, after: node.after.filter((name) => needed.has(name)) } as Node),
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
