/** Folding is not an edit, so it is not in the history. */
import { setGroupCollapsed } from '../../../core/edit';
import { message } from '../../../core/messages';
import { activeDocument, useDocuments } from '../../state/documents';
import { foldInOther, useComparedGraph } from '../../state/graphDiff';
import { useSelection } from '../../state/selection';
import { groupChain, groupKey } from './outline';

function fold(ids: readonly string[], collapsed: boolean) {
  const open = activeDocument();
  if (!open || ids.length === 0) return;
  useDocuments.getState().apply(open.id, (document) => setGroupCollapsed(document, ids, collapsed), {
    label: message('build.edit.fold'),
    history: 'never',
  });
}

export function setFolded(groupId: string, collapsed: boolean) {
  const isHere = activeDocument()?.document.groups.some(({ id }) => id === groupId);
  if (!isHere && foldInOther(groupId, collapsed)) return;
  fold([groupId], collapsed);
  // The inspector would take the place of the comparison.
  if (!useComparedGraph.getState().compared) useSelection.getState().select({ items: [groupKey(groupId)] });
}

export function setAllFolded(collapsed: boolean) {
  const groups = activeDocument()?.document.groups ?? [];
  fold(
    groups.map(({ id }) => id),
    collapsed,
  );
}

/** Unfolds everything around a layer or group. */
export function uncover(id: string) {
  const open = activeDocument();
  if (!open) return;
  const { nodes, groups } = open.document;
  const byId = new Map(groups.map((group) => [group.id, group]));
  const around = nodes.find((node) => node.id === id)?.group ?? byId.get(id)?.parent;
  const hiding = groupChain(byId, around).filter((group) => byId.get(group)?.collapsed);
  fold(hiding, false);
}
