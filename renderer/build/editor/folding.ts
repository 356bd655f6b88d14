/** Folding groups: looking, not editing, so it enters no history. */

import { setGroupCollapsed } from '../../../core/edit';
import { message } from '../../../core/messages';
import { activeDocument, useDocuments } from '../../state/documents';
import { useSelection } from '../../state/selection';
import { groupKey } from './outline';

function fold(ids: readonly string[], collapsed: boolean) {
  const open = activeDocument();
  if (!open || ids.length === 0) return;
  useDocuments.getState().apply(open.id, (document) => setGroupCollapsed(document, ids, collapsed), {
    label: message('build.edit.fold'),
    history: 'never',
  });
}

export function setFolded(groupId: string, collapsed: boolean) {
  fold([groupId], collapsed);
  useSelection.getState().select({ items: [groupKey(groupId)] });
}

export function setAllFolded(collapsed: boolean) {
  const open = activeDocument();
  if (open)
    fold(
      open.document.groups.map((group) => group.id),
      collapsed,
    );
}

/** Unfolds everything around a layer or group, so that it can be seen. */
export function uncover(id: string) {
  const open = activeDocument();
  if (!open) return;
  const { nodes, groups } = open.document;
  const hiding: string[] = [];
  const parents = new Map(groups.map((group) => [group.id, group]));
  let at = nodes.find((node) => node.id === id)?.group ?? parents.get(id)?.parent;
  while (at !== undefined && !hiding.includes(at)) {
    hiding.push(at);
    at = parents.get(at)?.parent;
  }
  fold(
    hiding.filter((group) => parents.get(group)?.collapsed),
    false,
  );
}
