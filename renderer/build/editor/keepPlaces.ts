/** Edits that change what is around an item, without moving what can stay where it is on the screen. */
import { groupNodes, moveNodes, ungroup } from '../../../core/edit';
import type { GraphDocument, Position } from '../../../core/graph/document';
import { unionOf } from './far/places';
import { FRAME_BOTTOM, FRAME_HEADER, FRAME_ROOM, FRAME_SIDE, GROUP_GAP } from './geometry';
import type { Box } from './layout';
import { groupKey, groupOfKey } from './outline';
import { containerOf, positionOf } from './place';
import { sceneOf } from './sceneCache';

/** The stored position of one item depends on those of groups beside it; after as many rounds they agree. */
const ROUNDS = 3;

/** Stores positions with which items have these corners, from the frame around each. */
export function placeAt(document: GraphDocument, corners: ReadonlyMap<string, Position>): GraphDocument {
  let placed = document;
  for (let round = 0; round < ROUNDS; round++) {
    const { layout } = sceneOf(placed);
    const stored = [...corners].map(([key, corner]) => [
      groupOfKey(key) ?? key,
      layout.toStored(key, corner),
    ]);
    placed = moveNodes(placed, Object.fromEntries(stored));
  }
  return placed;
}

/** From the canvas's origin. */
export function absoluteBox(document: GraphDocument, key: string): Box | undefined {
  const { boxes } = sceneOf(document).layout;
  const box = boxes.get(key);
  const container = containerOf(document, key);
  const around = container === undefined ? undefined : absoluteBox(document, groupKey(container));
  return box && around ? { ...box, x: box.x + around.x, y: box.y + around.y } : box;
}

/** The items in a group, or on the canvas. */
export const itemsIn = (document: GraphDocument, container: string | undefined): string[] =>
  [...sceneOf(document).outline.items.values()]
    .filter((item) => item.container === container)
    .map(({ key }) => key);

const arePlaced = (document: GraphDocument, keys: readonly string[]): boolean =>
  keys.some((key) => positionOf(document, key) !== undefined);

/** Corners from the frame `container`, which stays where it is. */
function cornersFrom(document: GraphDocument, keys: readonly string[], container: string | undefined) {
  const origin = container === undefined ? undefined : absoluteBox(document, groupKey(container));
  return new Map(
    keys.flatMap((key): [string, Box][] => {
      const box = absoluteBox(document, key);
      return box ? [[key, { ...box, x: box.x - (origin?.x ?? 0), y: box.y - (origin?.y ?? 0) }]] : [];
    }),
  );
}

const sharesColumn = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width;

/**
 * Groups items. If a person placed some of what is there, everything keeps its place but for what must make room for the frame.
 * @param keys of items
 */
export function groupInPlace(
  document: GraphDocument,
  keys: readonly string[],
  label: string,
): { document: GraphDocument; id: string } {
  const grouped = groupNodes(
    document,
    keys.map((key) => groupOfKey(key) ?? key),
    label,
  );
  const { id } = grouped;
  const container = containerOf(grouped.document, groupKey(id));
  const beside = itemsIn(grouped.document, container).filter((key) => key !== groupKey(id));
  if (!arePlaced(document, [...keys, ...beside])) return grouped;

  const members = cornersFrom(document, keys, container);
  const others = cornersFrom(document, beside, container);
  const inside = unionOf([...members.values()]);
  const frame = {
    x: inside.x - FRAME_SIDE,
    y: inside.y - FRAME_HEADER - FRAME_ROOM,
    width: inside.width + 2 * FRAME_SIDE,
    height: inside.height + FRAME_HEADER + FRAME_ROOM + FRAME_BOTTOM,
  };
  const inColumn = [...others.values()].filter((box) => sharesColumn(box, frame));
  const above = inColumn.filter((box) => box.y + box.height <= inside.y);
  const down = Math.max(0, ...above.map((box) => box.y + box.height + GROUP_GAP / 2 - frame.y));
  const isBelow = (box: Box) => sharesColumn(box, frame) && box.y >= inside.y + inside.height;
  const room = Math.max(
    0,
    ...inColumn.filter(isBelow).map((box) => frame.y + frame.height + down + GROUP_GAP / 2 - box.y),
  );
  const corners = new Map<string, Position>([[groupKey(id), { x: frame.x, y: frame.y + down }]]);
  for (const [key, box] of members) corners.set(key, { x: box.x - frame.x, y: box.y - frame.y });
  for (const [key, box] of others) corners.set(key, { x: box.x, y: box.y + (isBelow(box) ? room : 0) });
  return { document: placeAt(grouped.document, corners), id };
}

/** Dissolves a group. If a person placed some of what is there, nothing moves. */
export function ungroupInPlace(document: GraphDocument, groupId: string): GraphDocument {
  const loose = ungroup(document, groupId);
  const container = containerOf(document, groupKey(groupId));
  const members = itemsIn(document, groupId);
  const all = [...members, ...itemsIn(document, container).filter((key) => key !== groupKey(groupId))];
  if (members.length === 0 || !arePlaced(document, [...all, groupKey(groupId)])) return loose;
  return placeAt(loose, cornersFrom(document, all, container));
}
