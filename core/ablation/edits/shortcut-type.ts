import { z } from 'zod';
import { sameJson } from '../../basics/same-json';
import { rebuildBlock, removeNodes } from '../../edit';
import type { BlockParams, GraphDocument, GraphGroup } from '../../graph/document';
import { edgeIdFor } from '../../graph/ids';
import type { Shortcut } from '../../network/shortcuts';
import { param } from '../../ops/fields';
import { Chain } from '../../presets/chain';
import { publishedStyle } from '../../styles';
import { blocksField, defineEdit } from './edit';
import { cannot, shapesOf, shortcutsIn } from './parts';

/** He et al., 2015, section 4.1: A pads, B projects where the shape changes, C projects everywhere. */
const types = z.enum(['A', 'B', 'C']);
type ShortcutType = z.infer<typeof types>;

export const shortcutTypeEdit = defineEdit({
  kind: 'shortcut-type',
  label: 'ablation.edits.shortcutType.label',
  help: 'ablation.edits.shortcutType.help',
  fields: {
    type: param(types.default('A'), {
      label: 'ablation.edits.shortcutType.type',
      help: 'ablation.edits.shortcutType.typeHelp',
    }),
    blocks: blocksField,
  },
  apply(document, { type, blocks }) {
    const shapeOf = shapesOf(document);
    return shortcutsIn(document, blocks).reduce((graph, shortcut) => {
      const from = shapeOf(shortcut.source);
      const into = shapeOf(shortcut.addId);
      const wanted = kindFor(type, sameJson(from, into));
      if (wanted === shortcut.kind) return graph;
      const block = builtBlock(graph, shortcut.addId);
      if (block) return rebuildBlock(graph, block.id, { shortcut: wanted });
      return rewired(graph, shortcut, wanted, from, into);
    }, document);
  },
});

const kindFor = (type: ShortcutType, same: boolean): Shortcut['kind'] => {
  if (type === 'C') return 'projection';
  if (same) return 'identity';
  return type === 'A' ? 'padded' : 'projection';
};

type Built = GraphGroup & { block: BlockParams };

/** The block of an Add, if it is still as it was built, so that nothing is lost when it is rebuilt. */
function builtBlock(document: GraphDocument, addId: string): Built | undefined {
  const node = document.nodes.find(({ id }) => id === addId);
  const group = document.groups.find(({ id }) => id === node?.group);
  if (group?.block === undefined) return undefined;
  const again = rebuildBlock(document, group.id, {});
  const bare = ({ nodes, edges }: GraphDocument) =>
    JSON.stringify([
      nodes.map(({ id, type, params }) => [id, type, params]).sort(),
      edges.map(({ source, target, port, muted = false }) => [source, target, port, muted]).sort(),
    ]);
  return bare(again) === bare(document) ? (group as Built) : undefined;
}

/** By hand: 1x1 convolution and BatchNorm as in the paper, or zero padding. */
function rewired(
  document: GraphDocument,
  { edgeId, addId, source, nodes: old }: Shortcut,
  kind: Shortcut['kind'],
  from: readonly number[],
  into: readonly number[],
): GraphDocument {
  const edge = document.edges.find(({ id }) => id === edgeId)!;
  const { group } = document.nodes.find(({ id }) => id === addId)!;
  const cut = removeNodes({ ...document, edges: document.edges.filter(({ id }) => id !== edgeId) }, old, {
    reconnect: false,
  });
  const chain = new Chain(publishedStyle('paper')!.style, group);
  const filters = into[2]!;
  const strides = strideOf(from, into, addId);
  let last = source;
  if (kind === 'projection') {
    const options = { filters, kernel: 1, strides, padId: `${addId}.shortcut.pad` };
    last = chain.norm(`${addId}.shortcut`, '', chain.conv(`${addId}.shortcut.conv`, options, source));
  } else if (kind === 'padded')
    last = chain.add(
      `${addId}.shortcut.zeropad`,
      'ZeroPaddedShortcut',
      { filters, strides: [strides, strides] },
      source,
    );
  const at = cut.nodes.findIndex(({ id }) => id === addId);
  return {
    ...cut,
    nodes: [...cut.nodes.slice(0, at), ...chain.nodes, ...cut.nodes.slice(at)],
    edges: [...cut.edges, ...chain.edges, { ...edge, id: edgeIdFor(last, addId, edge.port), source: last }],
  };
}

/** The stride of a 1x1 window that leads from one image size to another. */
function strideOf(from: readonly number[], into: readonly number[], addId: string): number {
  const stride = Math.round(from[0]! / into[0]!);
  const leads = (axis: number) => Math.ceil(from[axis]! / stride) === into[axis];
  if (from.length === 3 && into.length === 3 && stride >= 1 && leads(0) && leads(1)) return stride;
  throw cannot('ablation.edits.shortcutType.size', { add: addId });
}
