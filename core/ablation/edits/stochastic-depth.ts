import { z } from 'zod';
import { addNode, insertOnEdge } from '../../edit';
import { param } from '../../ops/fields';
import { dropModeSchema } from '../../ops/stochastic-depth';
import { defineEdit } from './edit';
import { shortcutsIn } from './parts';

/**
 * Huang et al., 2016, eq. 4: the survival rate falls from 1 at the input to that of the last block, in equal steps.
 * Where the surviving branches are scaled: core/ops/stochastic-depth.ts.
 */
export const stochasticDepthEdit = defineEdit({
  kind: 'stochastic-depth',
  label: 'ablation.edits.stochasticDepth.label',
  help: 'ablation.edits.stochasticDepth.help',
  fields: {
    survivalRate: param(z.number().gt(0).lt(1).default(0.5), {
      label: 'ops.label.survivalRate',
      step: 0.05,
      help: 'ablation.edits.stochasticDepth.survivalRate',
    }),
    mode: param(dropModeSchema.default('batch'), { label: 'ops.label.dropMode', help: 'ops.param.dropMode' }),
  },
  apply(document, { survivalRate: last, mode }) {
    const shortcuts = shortcutsIn(document);
    const carried = new Set(shortcuts.map(({ edgeId }) => edgeId));
    const adds = [...new Set(shortcuts.map(({ addId }) => addId))];
    return adds.reduce((before, addId, index) => {
      const survivalRate = 1 - ((index + 1) / adds.length) * (1 - last);
      const { group } = before.nodes.find(({ id }) => id === addId)!;
      const branches = document.edges.filter(
        ({ id, target, muted }) => target === addId && !muted && !carried.has(id),
      );
      return branches.reduce((graph, edge) => {
        const { document: added, id } = addNode(graph, {
          type: 'StochasticDepth',
          id: `${group ?? addId}.drop`,
          params: { survivalRate, mode },
          ...(group === undefined ? {} : { group }),
        });
        return insertOnEdge(added, edge.id, id);
      }, before);
    }, document);
  },
});
