/** Where new items go in a graph: into which group, at which position, between which neighbors. */

import { membersOf, moveNodes } from '../../../core/edit';
import type { GraphDocument, Position } from '../../../core/graph/document';
import { wire } from '../../../core/graph/topology';
import { LAYER_GAP, NODE_TALL } from './geometry';
import { groupChain, groupOfKey } from './outline';

const STEP = NODE_TALL + LAYER_GAP;

const nodeOf = (document: GraphDocument, id: string) => document.nodes.find((node) => node.id === id);

const groupOf = (document: GraphDocument, key: string) =>
  document.groups.find((group) => group.id === groupOfKey(key));

/** Id of the group around an item. */
export const containerOf = (document: GraphDocument, key: string): string | undefined =>
  nodeOf(document, key)?.group ?? groupOf(document, key)?.parent;

export const positionOf = (document: GraphDocument, key: string): Position | undefined =>
  (nodeOf(document, key) ?? groupOf(document, key))?.position;

/** The innermost group around both ends of an edge. */
export function sharedGroup(document: GraphDocument, a: string, b: string): string | undefined {
  const groups = new Map(document.groups.map((group) => [group.id, group]));
  const other = groupChain(groups, nodeOf(document, b)?.group);
  return groupChain(groups, nodeOf(document, a)?.group).findLast((id) => other.includes(id));
}

/** The layer whose output is the item's: the layer itself, or a group's last layer that feeds nothing inside. */
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
 * Makes room for something new below an item that a person placed, by moving down what is below it. The layout makes room
 * itself below an item that it placed.
 */
export function roomBelow(
  document: GraphDocument,
  key: string,
): { document: GraphDocument; position?: Position } {
  const above = positionOf(document, key);
  if (!above) return { document };
  const position = { x: above.x, y: above.y + STEP };
  const container = containerOf(document, key);
  const items = [
    ...document.nodes.filter((node) => node.group === container),
    ...document.groups.filter((group) => group.parent === container),
  ];
  const below = items.flatMap(({ id, position: at }) => (at && at.y > above.y + 1 ? [{ id, at }] : []));
  const inColumn = below.filter(({ at }) => Math.abs(at.x - above.x) < 150);
  const push = position.y + STEP - LAYER_GAP / 2 - Math.min(...inColumn.map(({ at }) => at.y));
  if (push <= 0) return { document, position };
  const moved = below.map(({ id, at }): [string, Position] => [id, { x: at.x, y: at.y + push }]);
  return { document: moveNodes(document, Object.fromEntries(moved)), position };
}

/** Below everything that a person placed; undefined if the layout placed everything. */
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
