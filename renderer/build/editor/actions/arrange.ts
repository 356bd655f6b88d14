/** Moving items, and automatic layout. */
import { moveNodes } from '../../../../core/edit';
import type { Position } from '../../../../core/graph/document';
import { type Message, message } from '../../../../core/messages';
import { activeDocument, type EditOptions } from '../../../state/documents';
import { useSelection } from '../../../state/selection';
import { fitView } from '../canvasView';
import { groupOfKey } from '../outline';
import { sceneOf } from '../sceneCache';
import { edit } from './edit';

/** @param corners of the items, from the frame around them */
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
  const open = activeDocument();
  if (!open || items.length === 0) return;
  const { boxes } = sceneOf(open.document).layout;
  const corners = items.flatMap((key): [string, Position][] => {
    const box = boxes.get(key);
    return box ? [[key, { x: box.x + dx, y: box.y + dy }]] : [];
  });
  moveItems(new Map(corners), { label: message('build.edit.move'), mergeKey: `nudge ${items.join()}` });
}

/** Discards all manual positions. */
export function layOut() {
  edit((document) => {
    const free = <Item extends { position?: Position }>(items: readonly Item[]) =>
      items.map(({ position: _, ...item }) => item as Item);
    const placed = [...document.nodes, ...document.groups].some((item) => item.position);
    return placed ? { ...document, nodes: free(document.nodes), groups: free(document.groups) } : document;
  }, message('build.edit.layOut'));
  setTimeout(() => fitView(), 60);
}
