/** Where new things go in a graph: into which group, at which position, between which neighbors. */

import { membersOf, moveNodes } from '../../../core/edit';
import type { GraphDocument, Position } from '../../../core/graph/document';
import { wire } from '../../../core/graph/topology';
import { LAYER_GAP, NODE_TALL } from './geometry';
import { groupChain, groupOfKey } from './outline';

const STEP = NODE_TALL + LAYER_GAP;

/** The group that contains an item of the canvas. */
export function containerOf(document: GraphDocument, key: string): string | undefined {
  const groupId = groupOfKey(key);
  return groupId === undefined
    ? document.nodes.find((node) => node.id === key)?.group
    : document.groups.find((group) => group.id === groupId)?.parent;
}

/** The innermost group around both ends of an edge. */
export function sharedGroup(document: GraphDocument, a: string, b: string): string | undefined {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  const chainOf = (id: string) => groupChain(groups, document.nodes.find((node) => node.id === id)?.group);
  const other = chainOf(b);
  return chainOf(a)
    .filter((id) => other.includes(id))
    .at(-1);
}

export function positionOf(document: GraphDocument, key: string): Position | undefined {
  const groupId = groupOfKey(key);
  return groupId === undefined
    ? document.nodes.find((node) => node.id === key)?.position
    : document.groups.find((group) => group.id === groupId)?.position;
}

/** The layer whose output an item gives: itself; of a group, the last layer that feeds nothing inside. */
export function outputOf(document: GraphDocument, key: string): string | undefined {
  const groupId = groupOfKey(key);
  if (groupId === undefined) return key;
  const members = membersOf(document, groupId);
  const wiring = wire(document);
  const leaving = document.edges.find((edge) => members.has(edge.source) && !members.has(edge.target));
  if (leaving) return leaving.source;
  const feeding = new Set(
    document.edges.filter((edge) => members.has(edge.target)).map((edge) => edge.source),
  );
  return [...wiring.nodes.keys()].filter((id) => members.has(id) && !feeding.has(id)).at(-1);
}

/**
 * Room for something new below an item that a person placed: what is below it in the same column moves down.
 * Where the item was placed by the layout, the layout makes room itself.
 */
export function roomBelow(
  document: GraphDocument,
  key: string,
  steps = 1,
): { document: GraphDocument; position?: Position } {
  const above = positionOf(document, key);
  if (!above) return { document };
  const position = { x: above.x, y: above.y + STEP };
  const container = containerOf(document, key);
  const moved: Record<string, Position> = {};
  const items = [
    ...document.nodes.filter((node) => node.group === container),
    ...document.groups.filter((group) => group.parent === container),
  ];
  const next = items
    .flatMap((item) => (item.position && item.position.y > above.y + 1 ? [item.position] : []))
    .filter((other) => Math.abs(other.x - above.x) < 150)
    .reduce((least, other) => Math.min(least, other.y), Number.POSITIVE_INFINITY);
  const push = position.y + steps * STEP - LAYER_GAP / 2 - next;
  if (push > 0) {
    for (const item of items)
      if (item.position && item.position.y > above.y + 1)
        moved[item.id] = { x: item.position.x, y: item.position.y + push };
  }
  return { document: Object.keys(moved).length > 0 ? moveNodes(document, moved) : document, position };
}

/** Below everything that a person placed at the top level; absent when all is laid out automatically. */
export function roomAtEnd(document: GraphDocument): Position | undefined {
  const placed = [...document.nodes, ...document.groups].flatMap((item) =>
    item.position ? [item.position] : [],
  );
  const last = placed.reduce<Position | undefined>(
    (lowest, position) => (!lowest || position.y > lowest.y ? position : lowest),
    undefined,
  );
  return last && { x: last.x, y: last.y + STEP };
}
