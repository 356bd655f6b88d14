/** What the editor does to the active graph. A refusal is told to the person; nothing throws. */
import type { GraphDocument, Position } from '../../core/graph/document';
import {
  disconnect,
  extractFragment,
  type Fragment,
  groupNodes,
  insertFragment,
  moveNodes,
  rebuildBlock,
  removeNodes,
  renameNode,
  setGroupLabel,
  setMuted,
  setParams,
  ungroup,
} from '../../core/graph/edit';
import { effectiveDocument } from '../../core/graph/effective';
import { GraphError } from '../../core/graph/problem';
import { findShortcuts, removeShortcuts, restoreShortcuts } from '../../core/graph/shortcuts';
import type { ParamRecord } from '../../core/ops/operator';
import type { PaletteItem } from '../../core/ops/palette';
import { activeDocument, type EditOptions, openEmpty, useDocuments } from '../state/documents';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { type Selection, useSelection } from '../state/selection';
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
} from './adding';
import { analysisOf, sceneOf } from './analysis';
import { fitView } from './canvasView';
import { foldedAtFirst, uncover } from './folding';
import { groupKey, groupOfKey, membersOf } from './outline';

/** @returns whether the graph changed. */
export function edit(
  change: (document: GraphDocument) => GraphDocument,
  options: EditOptions | string,
): boolean {
  const open = activeDocument();
  if (!open) return false;
  try {
    const next = change(open.document);
    if (next === open.document) return false;
    useDocuments
      .getState()
      .apply(open.id, () => next, typeof options === 'string' ? { label: options } : options);
    return true;
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    notify({ severity: 'error', text: error.message });
    return false;
  }
}

/** Layers that a selection stands for: members of groups, ends of nothing else. */
export function selectedLayers(document: GraphDocument, { items }: Pick<Selection, 'items'>): string[] {
  const ids = new Set<string>();
  for (const key of items) {
    const groupId = groupOfKey(key);
    if (groupId === undefined) ids.add(key);
    else for (const id of membersOf(document, groupId)) ids.add(id);
  }
  return document.nodes.filter((node) => ids.has(node.id)).map((node) => node.id);
}

function addWith(how: (document: GraphDocument) => Added, item: PaletteItem) {
  if (!activeDocument()) openEmpty();
  let key = '';
  const done = edit((document) => {
    const added = how(document);
    key = added.key;
    return added.document;
  }, `Add ${item.title}`);
  if (done) useSelection.getState().select({ items: [key] });
}

/** By a click in the palette: after what is selected, so that clicks make a chain; free otherwise. */
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

/** Draws a wire, or says why not. */
export function connectByHand(from: string, to: string) {
  const open = activeDocument();
  if (!open) return;
  const reason = refusal(open.document, from, to);
  if (reason) notify({ severity: 'error', text: reason });
  else edit((document) => connectItems(document, from, to), 'Connect');
}

export function deleteSelection() {
  const { items, edges } = useSelection.getState();
  const done = edit((document) => {
    const wires = sceneOf(document).edges.filter((wire) => edges.includes(wire.id));
    const ids = wires.flatMap((wire) => wireEdges(document, wire.id));
    return removeNodes(disconnect(document, ids), selectedLayers(document, { items }));
  }, 'Delete');
  if (done) useSelection.getState().select({});
}

/** All edges that a drawn wire stands for. */
export function wireEdges(document: GraphDocument, wireId: string): string[] {
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

/** Mutes what is selected, or brings it back when all of it is muted. */
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
    notify({ severity: 'info', text: 'Select a shortcut, an Add or a block first: M mutes its shortcut.' });
    return;
  }
  const mute = chosen.some((edge) => !edge.muted);
  setWiresMuted(
    chosen.map((edge) => edge.id),
    mute,
  );
}

export function setWiresMuted(ids: readonly string[], muted: boolean) {
  edit((document) => setMuted(document, ids, muted), muted ? 'Mute shortcut' : 'Bring shortcut back');
}

export function removeAllShortcuts() {
  const open = activeDocument();
  if (!open) return;
  const count = findShortcuts(open.document).filter((shortcut) => !shortcut.muted).length;
  if (edit(removeShortcuts, 'Remove shortcuts'))
    notify({
      severity: 'success',
      text: `Removed ${count} ${count === 1 ? 'shortcut' : 'shortcuts'}: the network is plain now.`,
      action: { label: 'Bring them back', perform: restoreAllShortcuts },
    });
  else notify({ severity: 'info', text: 'This graph has no shortcuts to remove.' });
}

export function restoreAllShortcuts() {
  if (!edit(restoreShortcuts, 'Bring shortcuts back'))
    notify({ severity: 'info', text: 'No shortcut is muted.' });
}

/** "Plain-50" for ResNet-50, "my-net plain" for my-net. */
export function twinName(name: string): string {
  return /resnet/i.test(name) ? name.replace(/resnet/i, 'Plain') : `${name} plain`;
}

/** The same network without its shortcuts, in a tab of its own. */
export function openPlainTwin() {
  const open = activeDocument();
  if (!open) return;
  const plain = removeShortcuts(open.document);
  if (plain === open.document) {
    notify({ severity: 'info', text: 'This graph has no shortcuts: it is plain already.' });
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

/** Opens a graph in a new tab and shows it. */
export function openGraph(document: GraphDocument): string {
  const id = useDocuments.getState().open(foldedAtFirst(document));
  useSelection.getState().select({});
  useNavigation.getState().go('build');
  return id;
}

/** Corners of items as dragged, in the coordinates of what they stand in. */
export function moveItems(corners: ReadonlyMap<string, Position>, options: EditOptions | string = 'Move') {
  edit((document) => {
    const { layout } = sceneOf(document);
    const positions: Record<string, Position> = {};
    for (const [key, corner] of corners) positions[groupOfKey(key) ?? key] = layout.toStored(key, corner);
    return moveNodes(document, positions);
  }, options);
}

export function nudge(dx: number, dy: number) {
  const { items } = useSelection.getState();
  if (items.length === 0) return;
  const open = activeDocument();
  if (!open) return;
  const { boxes } = sceneOf(open.document).layout;
  const corners = new Map<string, Position>();
  for (const key of items) {
    const box = boxes.get(key);
    if (box) corners.set(key, { x: box.x + dx, y: box.y + dy });
  }
  moveItems(corners, { label: 'Move', mergeKey: `nudge ${items.join()}` });
}

/** Forgets where things were put: the layout takes over. */
export function layOut() {
  edit((document) => {
    const free = <Item extends { position?: Position }>(items: readonly Item[]) =>
      items.map(({ position: _, ...item }) => item as Item);
    const placed = [...document.nodes, ...document.groups].some((item) => item.position);
    return placed ? { ...document, nodes: free(document.nodes), groups: free(document.groups) } : document;
  }, 'Lay out');
  setTimeout(() => fitView(), 60);
}

export function rename(key: string, name: string): boolean {
  const groupId = groupOfKey(key);
  if (groupId !== undefined)
    return edit((document) => setGroupLabel(document, groupId, name), 'Rename group');
  const done = edit((document) => renameNode(document, key, name), 'Rename');
  if (done) useSelection.getState().select({ items: [name] });
  return done;
}

export function changeParams(id: string, change: Readonly<Record<string, ParamRecord[string] | undefined>>) {
  const names = Object.keys(change).join();
  edit((document) => setParams(document, id, change), {
    label: `Change ${names}`,
    mergeKey: `params ${id} ${names}`,
  });
}

export function changeBlock(groupId: string, change: Parameters<typeof rebuildBlock>[2]) {
  edit(
    (document) => {
      const next = rebuildBlock(document, groupId, change);
      const inside = new Set(membersOf(next, groupId));
      // A muted shortcut that is asked for again comes back in force.
      return change.shortcut && change.shortcut !== 'none'
        ? setMuted(
            next,
            next.edges.filter((edge) => inside.has(edge.target)).map((edge) => edge.id),
            false,
          )
        : next;
    },
    { label: 'Change block', mergeKey: `block ${groupId} ${Object.keys(change).join()}` },
  );
}

export function groupSelection() {
  const { items } = useSelection.getState();
  if (items.length === 0) return;
  let id = '';
  const done = edit((document) => {
    const grouped = groupNodes(
      document,
      items.map((key) => groupOfKey(key) ?? key),
      'Group',
    );
    id = grouped.id;
    return grouped.document;
  }, 'Group');
  if (done) useSelection.getState().select({ items: [groupKey(id)] });
}

export function ungroupSelection() {
  const groups = useSelection.getState().items.flatMap((key) => groupOfKey(key) ?? []);
  edit((document) => groups.reduce(ungroup, document), 'Ungroup');
}

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
  insert(clipboard, withLinks, pasted, 'Paste');
}

export function duplicateSelection() {
  const open = activeDocument();
  if (!open) return;
  const ids = selectedLayers(open.document, useSelection.getState());
  if (ids.length > 0) insert(extractFragment(open.document, ids), false, 1, 'Duplicate');
}

function insert(fragment: Fragment, withLinks: boolean, times: number, label: string) {
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

/** Shows a layer, a group or an edge: unfolds what hides it, selects it and brings it into view. */
export function reveal(target: { nodeId?: string; groupId?: string; edgeId?: string }) {
  const open = activeDocument();
  if (!open) return;
  const edge = open.document.edges.find((each) => each.id === target.edgeId);
  const id = target.nodeId ?? target.groupId ?? edge?.target;
  if (id === undefined) return;
  useNavigation.getState().go('build');
  uncover(id);
  const key = target.nodeId === undefined && target.groupId !== undefined ? groupKey(target.groupId) : id;
  useSelection
    .getState()
    .select(target.nodeId === undefined && edge ? { edges: [edge.id] } : { items: [key] });
  setTimeout(() => fitView([key]), 80);
}

/** A layer that was dragged onto a wire goes into it, when it is fed by nothing and feeds nothing yet. */
export function dropOnWire(id: string, wireId: string): boolean {
  const open = activeDocument();
  if (!open || !isLoose(open.document, id)) return false;
  return edit((document) => putOnEdge(document, id, wireId), 'Put on a wire');
}
