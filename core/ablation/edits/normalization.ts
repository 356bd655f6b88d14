import { z } from 'zod';
import { removeNodes } from '../../edit';
import type { GraphDocument, GraphNode } from '../../graph/document';
import { param } from '../../ops/fields';
import { startingParams } from '../../ops/palette';
import { count } from '../../ops/shared-params';
import { defineEdit } from './edit';
import { cannot, renamed, restyled, shapesOf, withSuffix } from './parts';

const TYPES = {
  batch: { type: 'BatchNormalization', suffix: 'bn' },
  layer: { type: 'LayerNormalization', suffix: 'ln' },
  group: { type: 'GroupNormalization', suffix: 'gn' },
} as const;
const byType = new Map(Object.values(TYPES).map((one) => [one.type as string, one.suffix]));

const kinds = z.enum(['batch', 'layer', 'group']);

export const normalizationEdit = defineEdit({
  kind: 'normalization',
  label: 'ablation.edits.normalization.label',
  help: 'ablation.edits.normalization.help',
  fields: {
    to: param(kinds.default('group'), {
      label: 'ablation.edits.normalization.to',
      help: 'ablation.edits.normalization.toHelp',
    }),
    groups: param(count.default(32), {
      label: 'ops.label.groups',
      help: 'ablation.edits.normalization.groups',
      visibleWhen: { name: 'to', is: ['group'] },
    }),
  },
  apply(document, { to, groups }) {
    const found = normalizations(document);
    if (found.length === 0) throw cannot('ablation.edits.normalization.none');
    const { type, suffix } = TYPES[to];
    const shapeOf = to === 'group' ? shapesOf(document) : () => [];
    const swapped = new Map(
      found.map((node) => {
        const { epsilon } = node.params;
        const params: GraphNode['params'] = {
          ...startingParams(type),
          ...(epsilon === undefined ? {} : { epsilon }),
          ...(to === 'group' ? { groups: divisorUpTo(groups, shapeOf(node.id).at(-1) ?? 1) } : {}),
        };
        return [node.id, { ...node, type, params }];
      }),
    );
    const nodes = document.nodes.map((node) => swapped.get(node.id) ?? node);
    const names = new Map(
      found.map(({ id, type: old }) => [id, withSuffix(id, byType.get(old) ?? '', suffix)]),
    );
    return restyled(renamed({ ...document, nodes }, names), { normalization: to, groups });
  },
});

export const removeNormalizationEdit = defineEdit({
  kind: 'remove-normalization',
  label: 'ablation.edits.removeNormalization.label',
  help: 'ablation.edits.removeNormalization.help',
  fields: {},
  apply(document) {
    const found = normalizations(document).map(({ id }) => id);
    if (found.length === 0) throw cannot('ablation.edits.normalization.none');
    return restyled(removeNodes(document, found), { normalization: 'none' });
  },
});

const normalizations = ({ nodes }: GraphDocument) => nodes.filter(({ type }) => byType.has(type));

export function divisorUpTo(most: number, of: number): number {
  let divisor = Math.min(most, of);
  while (of % divisor !== 0) divisor--;
  return divisor;
}
