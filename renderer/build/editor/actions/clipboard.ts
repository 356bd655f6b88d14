/** Copy, paste and duplicate. */

import { extractFragment, type Fragment, insertFragment } from '../../../../core/edit';
import { type Message, message } from '../../../../core/messages';
import { activeDocument, openEmpty } from '../../../state/documents';
import { useSelection } from '../../../state/selection';
import { groupKey } from '../outline';
import { edit, selectedLayers } from './edit';

let clipboard: Fragment | undefined;
let pasted = 0;

export function copySelection(): boolean {
  const open = activeDocument();
  if (!open) return false;
  const ids = selectedLayers(open.document, useSelection.getState());
  if (ids.length === 0) return false;
  clipboard = extractFragment(open.document, ids);
  pasted = 0;
  return true;
}

export function hasClipboard(): boolean {
  return clipboard !== undefined;
}

export function paste(withLinks: boolean) {
  if (!clipboard) return;
  if (!activeDocument()) openEmpty();
  pasted += 1;
  insert(clipboard, withLinks, pasted, message('build.edit.paste'));
}

export function duplicateSelection() {
  const open = activeDocument();
  if (!open) return;
  const ids = selectedLayers(open.document, useSelection.getState());
  if (ids.length > 0) insert(extractFragment(open.document, ids), false, 1, message('build.edit.duplicate'));
}

function insert(fragment: Fragment, withLinks: boolean, times: number, label: Message) {
  let keys: string[] = [];
  const done = edit((document) => {
    const offset = { x: 40 * times, y: 40 * times };
    const { document: next, names } = insertFragment(document, fragment, { offset, withLinks });
    const groups = new Set(fragment.groups.map((group) => names.get(group.id)));
    const parents = new Map(next.groups.map((group) => [group.id, group.parent]));
    const tops = [...names.values()].filter((id) =>
      groups.has(id)
        ? !groups.has(parents.get(id))
        : !groups.has(next.nodes.find((node) => node.id === id)?.group),
    );
    keys = tops.map((id) => (groups.has(id) ? groupKey(id) : id));
    return next;
  }, label);
  if (done) useSelection.getState().select({ items: keys });
}
