/** Adding and connecting things on the canvas. */
import type { GraphDocument, Position } from '../../../../core/graph/document';
import { message, textOf } from '../../../../core/messages';
import type { PaletteItem } from '../../../../core/ops/palette';
import { analysisOf } from '../../../state/analysis';
import { activeDocument, openEmpty } from '../../../state/documents';
import { notify } from '../../../state/notices';
import { useSelection } from '../../../state/selection';
import {
  type Added,
  addAfter,
  addConnected,
  addFree,
  addOnEdge,
  connectItems,
  isLoose,
  putOnEdge,
  refusal,
} from '../adding';
import { bringIntoView } from '../canvasView';
import { sceneOf } from '../sceneCache';
import { edit } from './edit';

function addWith(how: (document: GraphDocument) => Added, item: PaletteItem) {
  if (!activeDocument()) openEmpty();
  let key = '';
  const done = edit(
    (document) => {
      const added = how(document);
      key = added.key;
      return added.document;
    },
    message('build.edit.add', { title: item.title }),
  );
  if (!done) return;
  useSelection.getState().select({ items: [key] });
  setTimeout(() => bringIntoView(key), 40);
}

/** Adds after the selected item, so that clicks in the palette make a chain. */
export function addByClick(item: PaletteItem) {
  const { items } = useSelection.getState();
  const [key] = items;
  addWith((document) => {
    const exists = key !== undefined && sceneOf(document).outline.items.has(key);
    return exists && items.length === 1
      ? addAfter(document, analysisOf(document), item, key)
      : addFree(document, item);
  }, item);
}

export function addAt(item: PaletteItem, position: Position) {
  addWith((document) => addFree(document, item, position), item);
}

export function addToWire(item: PaletteItem, edgeId: string) {
  addWith((document) => addOnEdge(document, analysisOf(document), item, edgeId), item);
}

export function addFrom(
  item: PaletteItem,
  from: { key: string; side: 'output' | 'input' },
  position?: Position,
) {
  addWith((document) => addConnected(document, analysisOf(document), item, from, position), item);
}

/** Connects two items, or says why not. */
export function connectByHand(from: string, to: string) {
  const open = activeDocument();
  if (!open) return;
  const reason = refusal(open.document, from, to);
  if (reason) notify({ severity: 'error', text: textOf(reason) });
  else edit((document) => connectItems(document, from, to), message('build.edit.connect'));
}

/** Inserts a layer that was dragged onto an edge into it, if the layer has no edges yet. */
export function dropOnWire(id: string, wireId: string): boolean {
  const open = activeDocument();
  if (!open || !isLoose(open.document, id)) return false;
  return edit((document) => putOnEdge(document, id, wireId), message('build.edit.putOnEdge'));
}
