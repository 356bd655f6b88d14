/** Removing and restoring shortcuts, and the plain twin. */
import { canBypass, setBypassed, setMuted } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { message, t } from '../../../../core/messages';
import { effectiveDocument } from '../../../../core/network/effective';
import {
  findShortcuts,
  plainName,
  removeShortcuts,
  restoreShortcuts,
} from '../../../../core/network/shortcuts';
import { activeDocument } from '../../../state/documents';
import { notify } from '../../../state/notices';
import { type Selection, useSelection } from '../../../state/selection';
import { edit, selectedLayers } from './edit';
import { reportEdit } from './history';
import { openGraph } from './open';

/** Shortcuts that are selected themselves, by their Add, their projection or their block. */
export function selectedShortcuts(
  document: GraphDocument,
  selection: Selection,
): { id: string; muted: boolean }[] {
  const layers = new Set(selectedLayers(document, selection));
  const edges = document.edges.filter(({ id }) => selection.edges.includes(id));
  return findShortcuts(document)
    .filter(
      ({ edgeId, addId, nodes }) =>
        layers.has(addId) ||
        nodes.some((node) => layers.has(node)) ||
        edges.some(({ id, target }) => id === edgeId || nodes.includes(target)),
    )
    .map(({ edgeId, muted }) => ({ id: edgeId, muted }));
}

/** Removes the selected shortcuts, or restores them if all are removed. Edges that are no shortcuts work too. */
export function toggleMuted() {
  const open = activeDocument();
  if (!open) return;
  const selection = useSelection.getState();
  const shortcuts = selectedShortcuts(open.document, selection);
  const edges = open.document.edges.filter(({ id }) => selection.edges.includes(id));
  const chosen = shortcuts.length > 0 ? shortcuts : edges;
  const ids = chosen.map(({ id }) => id);
  if (ids.length === 0) notify({ severity: 'info', text: t('build.notice.selectShortcut') });
  else
    setWiresMuted(
      ids,
      chosen.some(({ muted }) => !muted),
    );
}

export function setWiresMuted(ids: readonly string[], muted: boolean) {
  edit(
    (document) => setMuted(document, ids, muted),
    message(muted ? 'build.edit.removeShortcut' : 'build.edit.restoreShortcut'),
  );
}

/** Bypasses the layers with one input among these, or restores them if all are bypassed. */
export function toggleBypassed(ids: readonly string[]) {
  const open = activeDocument();
  if (!open) return;
  const chosen = open.document.nodes.filter((node) => ids.includes(node.id) && canBypass(node));
  const bypassed = chosen.some((node) => !node.bypassed);
  if (chosen.length === 0) notify({ severity: 'info', text: t('build.notice.selectBypass') });
  else
    edit(
      (document) => setBypassed(document, ids, bypassed),
      message(bypassed ? 'build.edit.bypass' : 'build.edit.restoreLayer'),
    );
}

/** @param ids of edges; all shortcuts if empty */
export function removeLiveShortcuts(ids: readonly string[] = []) {
  const open = activeDocument();
  if (!open) return;
  const live = findShortcuts(open.document).filter((shortcut) => !shortcut.muted);
  const count = ids.length || live.length;
  const remove = (document: GraphDocument) =>
    ids.length > 0 ? setMuted(document, ids, true) : removeShortcuts(document);
  if (edit(remove, message('build.edit.removeShortcuts')))
    reportEdit(t('build.notice.shortcutsRemoved', { count, left: live.length - count }));
  else notify({ severity: 'info', text: t('build.notice.noShortcuts') });
}

/** @param ids of edges; all removed shortcuts if empty */
export function restoreGoneShortcuts(ids: readonly string[] = []) {
  const restore = (document: GraphDocument) =>
    ids.length > 0 ? setMuted(document, ids, false) : restoreShortcuts(document);
  if (!edit(restore, message('build.edit.restoreShortcuts')))
    notify({ severity: 'info', text: t('build.notice.noneRemoved') });
}

/** Opens the same network without its shortcuts in a new tab. */
export function openPlainTwin() {
  const open = activeDocument();
  if (!open) return;
  const plain = removeShortcuts(open.document);
  if (plain === open.document) {
    notify({ severity: 'info', text: t('build.notice.alreadyPlain') });
    return;
  }
  const twin = effectiveDocument(plain);
  // The inspector rebuilds blocks from these.
  const groups = twin.groups.map((group) =>
    group.block ? { ...group, block: { ...group.block, shortcut: 'none' as const } } : group,
  );
  const { preset } = twin;
  openGraph({
    ...twin,
    groups,
    name: plainName(open.document.name),
    ...(preset && { preset: { ...preset, id: preset.id.replace(/^resnet/, 'plain') } }),
  });
}
