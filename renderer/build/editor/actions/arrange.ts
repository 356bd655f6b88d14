/** Moving things, and handing the arrangement back to the layout. */

import { moveNodes } from '../../../../core/edit';
import type { Position } from '../../../../core/graph/document';
import { type Message, message } from '../../../../core/messages';
import { activeDocument, type EditOptions } from '../../../state/documents';
import { useSelection } from '../../../state/selection';
import { fitView } from '../canvasView';
import { groupOfKey } from '../outline';
import { sceneOf } from '../scenes';
import { edit } from './edit';

/** Corners of items as dragged, in the coordinates of what they stand in. */
export function moveItems(
  corners: ReadonlyMap<string, Position>,
  options: EditOptions | Message = message('build.edit.move'),
) {
  edit((document) => {
    const { layout } = sceneOf(document);
    const positions: Record<string, Position> = {};
    for (const [key, corner] of corners) positions[groupOfKey(key) ?? key] = layout.toStored(key, corner);
    return moveNodes(document, positions);
  }, options);
}

export function nudge(dx: number, dy: number) {
  const { items } = useSelection.getState();
  if (items.length === 0) return;
  const open = activeDocument();
  if (!open) return;
  const { boxes } = sceneOf(open.document).layout;
  const corners = new Map<string, Position>();
  for (const key of items) {
    const box = boxes.get(key);
    if (box) corners.set(key, { x: box.x + dx, y: box.y + dy });
  }
  moveItems(corners, { label: message('build.edit.move'), mergeKey: `nudge ${items.join()}` });
}

/** Forgets where things were put: the layout takes over. */
export function layOut() {
  edit((document) => {
    const free = <Item extends { position?: Position }>(items: readonly Item[]) =>
      items.map(({ position: _, ...item }) => item as Item);
    const placed = [...document.nodes, ...document.groups].some((item) => item.position);
    return placed ? { ...document, nodes: free(document.nodes), groups: free(document.groups) } : document;
  }, message('build.edit.layOut'));
  setTimeout(() => fitView(), 60);
}
