import { extractFragment, type Fragment, insertFragment } from '../../../../core/edit';
import { type Message, message } from '../../../../core/messages';
import { activeDocument, openEmpty } from '../../../state/documents';
import { useSelection } from '../../../state/selection';
import { groupKey } from '../outline';
import { edit, selectedLayers } from './edit';

let clipboard: Fragment | undefined;
let pasted = 0;

function selectedFragment(): Fragment | undefined {
  const open = activeDocument();
  const ids = open ? selectedLayers(open.document, useSelection.getState()) : [];
  return open && ids.length > 0 ? extractFragment(open.document, ids) : undefined;
}

/** @returns whether there was something to copy */
export function copySelection(): boolean {
  const fragment = selectedFragment();
  if (!fragment) return false;
  clipboard = fragment;
  pasted = 0;
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
  pasted += 1;
  insert(clipboard, withLinks, pasted, message('build.edit.paste'));
}

export function duplicateSelection() {
  const fragment = selectedFragment();
  if (fragment) insert(fragment, false, 1, message('build.edit.duplicate'));
}

function insert(fragment: Fragment, withLinks: boolean, times: number, label: Message) {
  let keys: string[] = [];
  const done = edit((document) => {
    const offset = { x: 40 * times, y: 40 * times };
    const { document: next, names } = insertFragment(document, fragment, { offset, withLinks });
    const groups = new Set(fragment.groups.map((group) => names.get(group.id)));
    const around = new Map([
      ...next.groups.map(({ id, parent }) => [id, parent] as const),
      ...next.nodes.map(({ id, group }) => [id, group] as const),
    ]);
    const tops = [...names.values()].filter((id) => !groups.has(around.get(id)));
    keys = tops.map((id) => (groups.has(id) ? groupKey(id) : id));
    return next;
  }, label);
  if (done) useSelection.getState().select({ items: keys });
}
