/** Edits of the active graph. A refusal is shown as a notice. */
import {
  disconnect,
  membersOf,
  rebuildBlock,
  removeNodes,
  renameNode,
  setGroupLabel,
  setMuted,
  setParams,
} from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { GraphError } from '../../../../core/graph/problem';
import { type Message, message, t, textOf } from '../../../../core/messages';
import type { ParamRecord } from '../../../../core/ops/operator';
import { activeDocument, type EditOptions, useDocuments } from '../../../state/documents';
import { notify } from '../../../state/notices';
import { type Selection, useSelection } from '../../../state/selection';
import { groupInPlace, ungroupInPlace } from '../keepPlaces';
import { groupKey, groupOfKey } from '../outline';
import { sceneOf } from '../sceneCache';

/** The longest key that a step in the history may have. */
const LONGEST_MERGE_KEY = 1000;

/** @returns whether the graph changed. */
export function edit(
  change: (document: GraphDocument) => GraphDocument,
  options: EditOptions | Message,
): boolean {
  const open = activeDocument();
  if (!open) return false;
  try {
    const next = change(open.document);
    if (next === open.document) return false;
    useDocuments.getState().apply(open.id, () => next, 'label' in options ? options : { label: options });
    return true;
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    notify({ severity: 'error', text: textOf(error.said) });
    return false;
  }
}

/** Ids of the selected layers, and of those inside selected groups. */
export function selectedLayers(document: GraphDocument, { items }: Pick<Selection, 'items'>): string[] {
  const ids = new Set<string>();
  for (const key of items) {
    const groupId = groupOfKey(key);
    if (groupId === undefined) ids.add(key);
    else for (const id of membersOf(document, groupId)) ids.add(id);
  }
  return document.nodes.filter((node) => ids.has(node.id)).map((node) => node.id);
}

/** All edges of the graph that a wire shows. */
function wireEdges(document: GraphDocument, wireId: string): string[] {
  const { outline } = sceneOf(document);
  const edge = document.edges.find((each) => each.id === wireId);
  if (!edge) return [];
  const from = outline.shownAs.get(edge.source);
  const to = outline.shownAs.get(edge.target);
  if (outline.items.get(to ?? '')?.kind !== 'fold') return [wireId];
  return document.edges
    .filter((each) => each.source === edge.source && outline.shownAs.get(each.target) === to && from !== to)
    .map((each) => each.id);
}

export function deleteSelection() {
  const { items, edges } = useSelection.getState();
  const done = edit((document) => {
    const wires = sceneOf(document).edges.filter((wire) => edges.includes(wire.id));
    const ids = wires.flatMap((wire) => wireEdges(document, wire.id));
    return removeNodes(disconnect(document, ids), selectedLayers(document, { items }));
  }, message('build.edit.delete'));
  if (done) useSelection.getState().select({});
}

export function rename(key: string, name: string): boolean {
  const groupId = groupOfKey(key);
  if (groupId !== undefined)
    return edit((document) => setGroupLabel(document, groupId, name), message('build.edit.renameGroup'));
  const done = edit((document) => renameNode(document, key, name), message('build.edit.rename'));
  if (done) useSelection.getState().select({ items: [name] });
  return done;
}

/** One step, whatever the number of layers. */
export function changeParams(
  ids: readonly string[],
  change: Readonly<Record<string, ParamRecord[string] | undefined>>,
) {
  const names = Object.keys(change).join();
  edit((document) => ids.reduce((before, id) => setParams(before, id, change), document), {
    label: message('build.edit.change', { what: names }),
    mergeKey: `params ${ids.join()} ${names}`.slice(0, LONGEST_MERGE_KEY),
  });
}

export function changeBlock(groupId: string, change: Parameters<typeof rebuildBlock>[2]) {
  edit(
    (document) => {
      const next = rebuildBlock(document, groupId, change);
      const inside = membersOf(next, groupId);
      // If the edge is a removed shortcut, restores it.
      return change.shortcut && change.shortcut !== 'none'
        ? setMuted(
            next,
            next.edges.filter((edge) => inside.has(edge.target)).map((edge) => edge.id),
            false,
          )
        : next;
    },
    { label: message('build.edit.changeBlock'), mergeKey: `block ${groupId} ${Object.keys(change).join()}` },
  );
}

export function groupSelection() {
  const { items } = useSelection.getState();
  if (items.length === 0) return;
  let id = '';
  const done = edit((document) => {
    const grouped = groupInPlace(document, items, t('build.name.group'));
    id = grouped.id;
    return grouped.document;
  }, message('build.edit.group'));
  if (done) useSelection.getState().select({ items: [groupKey(id)] });
}

export function ungroupSelection() {
  const groups = useSelection.getState().items.flatMap((key) => groupOfKey(key) ?? []);
  edit((document) => groups.reduce(ungroupInPlace, document), message('build.edit.ungroup'));
}
