/** Removing and restoring shortcuts, one or all, and the plain twin. */

import { setMuted } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { message, t } from '../../../../core/messages';
import { effectiveDocument } from '../../../../core/network/effective';
import { findShortcuts, removeShortcuts, restoreShortcuts } from '../../../../core/network/shortcuts';
import { activeDocument } from '../../../state/documents';
import { notify } from '../../../state/notices';
import { type Selection, useSelection } from '../../../state/selection';
import { edit, selectedLayers } from './edit';
import { openGraph } from './open';

/** Shortcut edges that the selection means: its own, of its Add, of its projection, of the blocks in it. */
export function selectedShortcuts(
  document: GraphDocument,
  selection: Selection,
): { id: string; muted: boolean }[] {
  const layers = new Set(selectedLayers(document, selection));
  const edges = new Map(document.edges.map((edge) => [edge.id, edge]));
  return findShortcuts(document)
    .filter(({ edgeId, addId, nodes }) => {
      if (selection.edges.includes(edgeId) || layers.has(addId) || nodes.some((node) => layers.has(node)))
        return true;
      return selection.edges.some((id) => nodes.includes(edges.get(id)?.target ?? ''));
    })
    .map(({ edgeId }) => ({ id: edgeId, muted: edges.get(edgeId)?.muted === true }));
}

/** Removes the selected shortcuts, or restores them if all are removed. */
export function toggleMuted() {
  const open = activeDocument();
  if (!open) return;
  const selection = useSelection.getState();
  const shortcuts = selectedShortcuts(open.document, selection);
  const edges = new Map(open.document.edges.map((edge) => [edge.id, edge]));
  const chosen =
    shortcuts.length > 0
      ? shortcuts
      : selection.edges.flatMap((id) =>
          edges.has(id) ? [{ id, muted: edges.get(id)!.muted === true }] : [],
        );
  if (chosen.length === 0) {
    notify({ severity: 'info', text: t('build.notice.selectShortcut') });
    return;
  }
  const mute = chosen.some((edge) => !edge.muted);
  setWiresMuted(
    chosen.map((edge) => edge.id),
    mute,
  );
}

export function setWiresMuted(ids: readonly string[], muted: boolean) {
  edit(
    (document) => setMuted(document, ids, muted),
    message(muted ? 'build.edit.removeShortcut' : 'build.edit.restoreShortcut'),
  );
}

export function removeAllShortcuts() {
  const open = activeDocument();
  if (!open) return;
  const count = findShortcuts(open.document).filter((shortcut) => !shortcut.muted).length;
  if (edit(removeShortcuts, message('build.edit.removeShortcuts')))
    notify({
      severity: 'success',
      text: t('build.notice.shortcutsRemoved', { count }),
      action: { label: t('build.notice.restoreThem'), perform: restoreAllShortcuts },
    });
  else notify({ severity: 'info', text: t('build.notice.noShortcuts') });
}

export function restoreAllShortcuts() {
  if (!edit(restoreShortcuts, message('build.edit.restoreShortcuts')))
    notify({ severity: 'info', text: t('build.notice.noneRemoved') });
}

/** "Plain-50" for ResNet-50, "my-net plain" for my-net. */
export function twinName(name: string): string {
  return /resnet/i.test(name) ? name.replace(/resnet/i, 'Plain') : t('build.name.plain', { name });
}

/** The same network without its shortcuts, in a tab of its own. */
export function openPlainTwin() {
  const open = activeDocument();
  if (!open) return;
  const plain = removeShortcuts(open.document);
  if (plain === open.document) {
    notify({ severity: 'info', text: t('build.notice.alreadyPlain') });
    return;
  }
  const twin = effectiveDocument(plain);
  // Its blocks say what they are now, so that the inspector can make them again as they are.
  const groups = twin.groups.map((group) =>
    group.block ? { ...group, block: { ...group.block, shortcut: 'none' as const } } : group,
  );
  const { preset } = twin;
  openGraph({
    ...twin,
    groups,
    name: twinName(open.document.name),
    ...(preset && { preset: { ...preset, id: preset.id.replace(/^resnet/, 'plain') } }),
  });
}
