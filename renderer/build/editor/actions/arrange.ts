/** Moving items, and automatic layout. */
import { arrange, moveNodes } from '../../../../core/edit';
import type { Arrangement, Position } from '../../../../core/graph/document';
import { type Key, type Message, message } from '../../../../core/messages';
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

/** How a graph can be arranged; `down` is what a document says by nothing. */
export const ARRANGEMENTS = {
  down: {
    label: 'build.canvas.arrangement.down',
    help: 'build.canvas.arrangement.downHelp',
    command: 'commands.layOutDown',
  },
  columns: {
    label: 'build.canvas.arrangement.columns',
    help: 'build.canvas.arrangement.columnsHelp',
    command: 'commands.layOutColumns',
  },
  snake: {
    label: 'build.canvas.arrangement.snake',
    help: 'build.canvas.arrangement.snakeHelp',
    command: 'commands.layOutSnake',
  },
} as const satisfies Record<Arrangement | 'down', { label: Key; help: Key; command: Key }>;

export const ARRANGEMENT_LIST = Object.keys(ARRANGEMENTS) as (keyof typeof ARRANGEMENTS)[];

/** Discards all manual positions. @param chosen as it is arranged already if absent */
export function layOut(chosen?: keyof typeof ARRANGEMENTS) {
  edit((document) => {
    const wanted = chosen === 'down' ? undefined : chosen;
    return arrange(document, chosen === undefined ? document.arrangement : wanted);
  }, message('build.edit.layOut'));
  setTimeout(() => fitView(), 60);
}
