/** Adds entries of the palette: anywhere, after an item, or on an edge. Pure. */

import type { GraphAnalysis } from '../../../core/analysis/types';
import {
  addBlock,
  addNode,
  addStem,
  connect,
  disconnect,
  groupEntries,
  insertOnEdge,
} from '../../../core/edit';
import type { BlockParams, GraphDocument, GraphEdge, Position, Shape } from '../../../core/graph/document';
import { GraphError, problem } from '../../../core/graph/problem';
import { type Message, message } from '../../../core/messages';
import { ShapeRuleError } from '../../../core/ops/operator';
import type { PaletteItem } from '../../../core/ops/palette';
import { operatorFor } from '../../../core/ops/registry';
import { blockChannels } from '../../../core/presets/blocks';
import { groupKey, groupOfKey } from './outline';
import { containerOf, outputOf, positionOf, roomAtEnd, roomBelow, sharedGroup } from './place';

export interface Added {
  document: GraphDocument;
  /** Key of the new item on the canvas. */
  key: string;
}

interface Where {
  position?: Position;
  group?: string;
  /** The layer that feeds it. */
  source?: string;
}

function put(document: GraphDocument, item: PaletteItem, where: Where, shape?: Shape): Added {
  if (item.adds === 'node') {
    const added = addNode(document, { type: item.type, params: item.params, ...where });
    if (where.source === undefined) return { document: added.document, key: added.id };
    return {
      document: connect(added.document, { source: where.source, target: added.id }).document,
      key: added.id,
    };
  }
  const place = { position: where.position, parent: where.group, source: where.source };
  const piece =
    item.adds === 'stem'
      ? addStem(document, { ...item.stem, ...styleIn(document) }, place)
      : addBlock(document, fittingBlock({ ...item.block, ...styleIn(document) }, shape), place);
  return {
    document: {
      ...piece.document,
      groups: piece.document.groups.map((group) =>
        group.id === piece.groupId ? { ...group, collapsed: group.collapsed ?? true } : group,
      ),
    },
    key: groupKey(piece.groupId),
  };
}

/** The style of the graph's last block, for new ones. */
function styleIn(document: GraphDocument): Pick<BlockParams, 'style'> | undefined {
  const block = document.groups.findLast((group) => group.block)?.block;
  return block && { style: block.style };
}

/** A projection if the block changes the shape, otherwise an identity. */
function fittingBlock<Block extends Extract<PaletteItem, { adds: 'block' }>['block']>(
  block: Block,
  shape: Shape | undefined,
): Block {
  if (shape?.length !== 3 || block.shortcut === 'none') return block;
  const same = shape[2] === blockChannels(block) && block.strides === 1;
  return { ...block, shortcut: same ? 'identity' : 'projection' };
}

/** Adds an item without edges, below everything unless a position is given. */
export function addFree(document: GraphDocument, item: PaletteItem, position?: Position): Added {
  return put(document, item, { position: position ?? roomAtEnd(document) });
}

/** Adds after an item: on the only edge that leaves it, or as another consumer. A layer without inputs gets no edge. */
export function addAfter(
  document: GraphDocument,
  analysis: GraphAnalysis,
  item: PaletteItem,
  key: string,
): Added {
  const source = outputOf(document, key);
  const takesInput = item.adds !== 'node' || (operatorFor(item.type)?.inputs.max ?? 0) > 0;
  if (source === undefined || !takesInput) return addFree(document, item);
  const leaving = document.edges.filter((edge) => edge.source === source && !edge.muted);
  const [only] = leaving;
  if (only && leaving.length === 1) return addOnEdge(document, analysis, item, only.id, key);
  const group = containerOf(document, key);
  const room = roomBelow(document, key);
  return put(
    room.document,
    item,
    { group, source, position: room.position },
    analysis.nodes[source]?.outputShape,
  );
}

/** The group that both ends of an edge are in, and room in it below `above`, if that is in the same group. */
function roomOnEdge(document: GraphDocument, edge: GraphEdge, above: string) {
  const group = sharedGroup(document, edge.source, edge.target);
  const hasRoom = containerOf(document, above) === group && positionOf(document, above);
  return { group, ...(hasRoom ? roomBelow(document, above) : { document, position: undefined }) };
}

/** Adds on a wire: its source feeds the new item, which feeds its target. */
export function addOnEdge(
  document: GraphDocument,
  analysis: GraphAnalysis,
  item: PaletteItem,
  edgeId: string,
  above?: string,
): Added {
  const edge = document.edges.find((each) => each.id === edgeId);
  if (!edge) return addFree(document, item);
  const { group, position, document: roomy } = roomOnEdge(document, edge, above ?? edge.source);
  if (item.adds === 'node') {
    const added = put(roomy, item, { group, position });
    return { document: insertOnEdge(added.document, edgeId, added.key), key: added.key };
  }
  const shape = analysis.nodes[edge.source]?.outputShape;
  const added = put(disconnect(roomy, [edgeId]), item, { group, position, source: edge.source }, shape);
  const output = outputOf(added.document, added.key);
  if (output === undefined) return added;
  return {
    document: connect(added.document, { source: output, target: edge.target, port: edge.port }).document,
    key: added.key,
  };
}

/** Adds at the end of a wire that was dragged from an item's output or input. */
export function addConnected(
  document: GraphDocument,
  analysis: GraphAnalysis,
  item: PaletteItem,
  from: { key: string; side: 'output' | 'input' },
  position?: Position,
): Added {
  const group = containerOf(document, from.key);
  if (from.side === 'output') {
    const source = outputOf(document, from.key);
    const shape = source === undefined ? undefined : analysis.nodes[source]?.outputShape;
    return put(document, item, { position, group, source }, shape);
  }
  const added = put(document, item, { position, group });
  return { document: connectItems(added.document, added.key, from.key), key: added.key };
}

/**
 * Connects two items. Into a folded group, the edge feeds all free inputs or, if there are none, replaces those from
 * outside.
 * @throws GraphError with the reason if it is not possible
 */
export function connectItems(document: GraphDocument, from: string, to: string): GraphDocument {
  const source = outputOf(document, from);
  if (source === undefined)
    throw new GraphError([
      problem('edit.no-output', {
        subject: groupOfKey(from) ?? from,
        rule: message('build.notice.noLayerToFeed'),
        received: message('build.notice.emptyGroup'),
      }),
    ]);
  const groupId = groupOfKey(to);
  if (groupId === undefined) return connect(document, { source, target: to }).document;
  const entries = groupEntries(document, groupId);
  const open = entries.filter((entry) => entry.source === undefined);
  const chosen = open.length > 0 ? open : entries;
  if (chosen.length === 0)
    throw new GraphError([
      problem('edit.no-inputs', {
        groupId,
        rule: message('build.notice.needsOpenInput'),
        received: message('build.notice.noOpenInput'),
      }),
    ]);
  return chosen.reduce(
    (before, entry) => connect(before, { source, target: entry.nodeId, port: entry.port }).document,
    document,
  );
}

/** Why an edge cannot be drawn; undefined if it can. */
export function refusal(document: GraphDocument, from: string, to: string): Message | undefined {
  const source = outputOf(document, from);
  if (source !== undefined && document.edges.some((edge) => edge.source === source && edge.target === to))
    return message('build.notice.alreadyFeeds', { from, to });
  try {
    connectItems(document, from, to);
    return undefined;
  } catch (error) {
    if (error instanceof GraphError) return error.problems[0]?.said ?? error.said;
    throw error;
  }
}

/** Whether an item accepts a tensor of a shape, or several of them if it needs several. */
export function takes(item: PaletteItem, shape: Shape | undefined): boolean {
  if (item.adds !== 'node') return shape === undefined || shape.length === 3;
  const operator = operatorFor(item.type);
  if (!operator || operator.inputs.max === 0) return false;
  if (shape === undefined) return true;
  const params = operator.schema.safeParse(item.params);
  if (!params.success) return true;
  try {
    operator.outputShape(Array<Shape>(operator.inputs.min).fill(shape), params.data);
    return true;
  } catch (error) {
    if (error instanceof ShapeRuleError) return false;
    throw error;
  }
}

/** Whether it is a layer without edges. */
export function isLoose(document: GraphDocument, key: string): boolean {
  return (
    document.nodes.some((node) => node.id === key) &&
    !document.edges.some((edge) => edge.source === key || edge.target === key)
  );
}

/** Inserts a loose layer into an edge, its group and its column. */
export function putOnEdge(document: GraphDocument, id: string, edgeId: string): GraphDocument {
  const edge = document.edges.find((each) => each.id === edgeId);
  if (!edge) return document;
  const { group, position, document: roomy } = roomOnEdge(document, edge, edge.source);
  const nodes = roomy.nodes.map((node) => {
    if (node.id !== id) return node;
    const { group: _, position: __, ...rest } = node;
    return { ...rest, ...(group !== undefined && { group }), ...(position && { position }) };
  });
  return insertOnEdge({ ...roomy, nodes }, edgeId, id);
}
