import { extractFragment, type Fragment, insertFragment } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { type Message, message } from '../../../../core/messages';
import { activeDocument, openEmpty } from '../../../state/documents';
import { useSelection } from '../../../state/selection';
import { bringIntoView } from '../canvasView';
import { unionOf } from '../far/places';
import { COLUMN_GAP } from '../geometry';
import { absoluteBox, itemsIn, placeAt } from '../keepPlaces';
import type { Box } from '../layout';
import { groupKey, groupOfKey } from '../outline';
import { containerOf } from '../place';
import { edit, selectedLayers } from './edit';

interface Copied {
  fragment: Fragment;
  /** Where its items were on the canvas, by key. */
  boxes: ReadonlyMap<string, Box>;
}

let clipboard: Copied | undefined;

function selected(): Copied | undefined {
  const open = activeDocument();
  const ids = open ? selectedLayers(open.document, useSelection.getState()) : [];
  if (!open || ids.length === 0) return undefined;
  const fragment = extractFragment(open.document, ids);
  const keys = topsOf(open.document, fragment);
  const boxes = keys.flatMap((key): [string, Box][] => {
    const box = absoluteBox(open.document, key);
    return box ? [[key, box]] : [];
  });
  return { fragment, boxes: new Map(boxes) };
}

/** Keys of a fragment's layers and groups that are in none of its groups. */
function topsOf(document: GraphDocument, { nodes, groups }: Pick<Fragment, 'nodes' | 'groups'>): string[] {
  const whole = new Set(groups.map(({ id }) => id));
  const keys = [...groups.map(({ id }) => groupKey(id)), ...nodes.map(({ id }) => id)];
  return keys.filter((key) => !whole.has(containerOf(document, key) ?? ''));
}

/** @returns whether there was something to copy */
export function copySelection(): boolean {
  const copied = selected();
  if (!copied) return false;
  clipboard = copied;
  return true;
}

export const hasClipboard = (): boolean => clipboard !== undefined;

/** After text was copied, nobody expects the layers that were copied before it. */
export function forgetCopied() {
  clipboard = undefined;
}

export function paste(withLinks: boolean) {
  if (!clipboard) return;
  if (!activeDocument()) openEmpty();
  insert(clipboard, withLinks, message('build.edit.paste'));
}

export function duplicateSelection() {
  const copied = selected();
  if (copied) insert(copied, false, message('build.edit.duplicate'));
}

function insert({ fragment, boxes }: Copied, withLinks: boolean, label: Message) {
  let keys: string[] = [];
  const done = edit((document) => {
    const { document: added, names } = insertFragment(document, fragment, { withLinks });
    const pasted = new Map(
      [...boxes].map(([key, box]) => {
        const group = groupOfKey(key);
        return [group === undefined ? names.get(key)! : groupKey(names.get(group)!), box] as const;
      }),
    );
    keys = [...pasted.keys()];
    return placeBeside(document, added, pasted);
  }, label);
  if (!done) return;
  useSelection.getState().select({ items: keys });
  const [first] = keys;
  if (first !== undefined) setTimeout(() => void bringIntoView(first), 40);
}

/** Where the originals were or, if something is there, at its right. */
function placeBeside(
  before: GraphDocument,
  document: GraphDocument,
  pasted: ReadonlyMap<string, Box>,
): GraphDocument {
  const corners = new Map<string, { x: number; y: number }>();
  for (const container of new Set([...pasted.keys()].map((key) => containerOf(document, key)))) {
    const keys = [...pasted.keys()].filter((key) => containerOf(document, key) === container);
    const there = itemsIn(before, container).flatMap((key) => absoluteBox(before, key) ?? []);
    const wanted = unionOf(keys.flatMap((key) => pasted.get(key) ?? []));
    const x = freeAt(wanted, there);
    const origin = container === undefined ? undefined : absoluteBox(before, groupKey(container));
    for (const key of keys) {
      const box = pasted.get(key)!;
      corners.set(key, { x: box.x + x - wanted.x - (origin?.x ?? 0), y: box.y - (origin?.y ?? 0) });
    }
  }
  return placeAt(document, corners);
}

/** The first x from the box's own to the right at which nothing is below it. */
function freeAt(box: Box, others: readonly Box[]): number {
  const beside = others.filter((other) => other.y < box.y + box.height && box.y < other.y + other.height);
  let { x } = box;
  for (const other of beside.sort((a, b) => a.x - b.x))
    if (other.x < x + box.width && x < other.x + other.width) x = other.x + other.width + COLUMN_GAP;
  return x;
}
