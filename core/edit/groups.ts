/** Groups on the canvas: adding whole blocks and stems, folding, grouping. */
import type { BlockParams, GraphDocument, GraphEdge, GraphGroup, Position } from '../graph/document';
import { edgeIdFor, namesOf, uniqueId, uniqueName } from '../graph/ids';
import { wire } from '../graph/topology';
import { operatorFor } from '../ops/registry';
import { type BlockPiece, buildBlock, buildStem, type StemParams } from '../presets/blocks';
import { checkName, connect, takenName, unknownThing } from './nodes';

export interface AddedPiece {
  document: GraphDocument;
  groupId: string;
  outputId: string;
  /** Open inputs, for the node before it. */
  entries: readonly { nodeId: string; port: number }[];
}

interface Placement {
  source?: string;
  /** Default `block1`, `block2`, ... or `stem`. */
  id?: string;
  parent?: string;
  position?: Position;
}

export function addBlock(document: GraphDocument, block: BlockParams, place: Placement = {}): AddedPiece {
  const id = freeGroupId(document, place.id ?? nextBlockName(document));
  return addPiece(document, buildBlock(id, block, { parent: place.parent }), place);
}

export function addStem(document: GraphDocument, stem: StemParams, place: Placement = {}): AddedPiece {
  return addPiece(document, buildStem(freeGroupId(document, place.id ?? 'stem'), stem), place);
}

function nextBlockName(document: GraphDocument): string {
  const names = namesOf(document);
  let number = 1;
  while (names.has(`block${number}`)) number++;
  return `block${number}`;
}

/** Free for the group, and no node is named `<id>.` something either. */
function freeGroupId(document: GraphDocument, base: string): string {
  const names = namesOf(document);
  const prefixes = new Set(names);
  for (const name of names)
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1))
      prefixes.add(name.slice(0, dot));
  return uniqueName(prefixes, checkName(base));
}

function addPiece(document: GraphDocument, piece: BlockPiece, place: Placement): AddedPiece {
  const group: GraphGroup = place.position ? { ...piece.group, position: place.position } : piece.group;
  const added: GraphDocument = {
    ...document,
    nodes: [...document.nodes, ...piece.nodes],
    edges: [...document.edges, ...piece.edges],
    groups: [...document.groups, group],
  };
  const result = { groupId: group.id, outputId: piece.outputId };
  const { source } = place;
  if (source === undefined) return { ...result, document: added, entries: piece.entries };
  const fed = piece.entries.reduce(
    (before, entry) => connect(before, { source, target: entry.nodeId, port: entry.port }).document,
    added,
  );
  return { ...result, document: fed, entries: [] };
}

export function membersOf(document: GraphDocument, groupId: string): Set<string> {
  const inside = new Set([groupId]);
  // Groups may be listed in any order: repeat until none is added.
  for (let before = 0; before < inside.size; ) {
    before = inside.size;
    for (const group of document.groups)
      if (group.parent !== undefined && inside.has(group.parent)) inside.add(group.id);
  }
  return new Set(document.nodes.flatMap(({ id, group }) => (group && inside.has(group) ? [id] : [])));
}

/** Inputs of a group's nodes that are fed from outside, and open ones. */
export function groupEntries(
  document: GraphDocument,
  groupId: string,
): { nodeId: string; port: number; source?: string }[] {
  const members = membersOf(document, groupId);
  const wiring = wire(document);
  return [...members].flatMap((id) => {
    const edges = wiring.incoming(id);
    const outside = edges
      .filter((edge) => !members.has(edge.source))
      .map((edge) => ({ nodeId: id, port: edge.port, source: edge.source }));
    const operator = operatorFor(wiring.nodes.get(id)?.type ?? '');
    const taken = new Set(edges.map((edge) => edge.port));
    const open = Array.from({ length: operator?.inputs.min ?? 0 }, (_, port) => port)
      .filter((port) => !taken.has(port))
      .map((port) => ({ nodeId: id, port }));
    return [...outside, ...open];
  });
}

/**
 * Builds a block again with other parameters, between the same neighbors. Nodes that also exist in the new block keep
 * their positions; manual changes inside are lost.
 * @throws GraphError when the group is not a block
 */
export function rebuildBlock(
  document: GraphDocument,
  groupId: string,
  change: Partial<BlockParams>,
): GraphDocument {
  const group = document.groups.find((each) => each.id === groupId);
  if (group?.block === undefined) throw unknownThing('group', groupId);
  const members = membersOf(document, groupId);
  const into = document.edges.filter((edge) => !members.has(edge.source) && members.has(edge.target));
  const outOf = document.edges.filter((edge) => members.has(edge.source) && !members.has(edge.target));
  const source = into[0]?.source;
  const piece = buildBlock(groupId, { ...group.block, ...change }, { source, parent: group.parent });
  const old = new Map(document.nodes.map((node) => [node.id, node]));
  const made = piece.nodes.map((node) => {
    const position = old.get(node.id)?.position;
    return position ? { ...node, position } : node;
  });
  const at = document.nodes.findIndex((node) => members.has(node.id));
  const others = document.nodes.filter((node) => !members.has(node.id));
  const before = at < 0 ? others.length : at;
  const names = new Set(others.map((node) => node.id));
  const clash = made.find((node) => names.has(node.id));
  if (clash) throw takenName(groupId, clash.id);
  const kept = document.edges.filter((edge) => !members.has(edge.source) && !members.has(edge.target));
  const taken = new Set([...kept, ...piece.edges].map((edge) => edge.id));
  const behind = outOf.map((edge): GraphEdge => {
    const id = uniqueName(taken, edgeIdFor(piece.outputId, edge.target, edge.port));
    taken.add(id);
    return { ...edge, id, source: piece.outputId };
  });
  return {
    ...document,
    nodes: [...others.slice(0, before), ...made, ...others.slice(before)],
    edges: [...kept, ...piece.edges, ...behind],
    groups: document.groups.map((each) =>
      each.id === groupId ? { ...each, block: piece.group.block } : each,
    ),
  };
}

/** Puts nodes and groups, by id, into a new group inside the one that they share. */
export function groupNodes(
  document: GraphDocument,
  ids: Iterable<string>,
  label?: string,
): { document: GraphDocument; id: string } {
  const chosen = new Set(ids);
  const parents = new Set([
    ...document.nodes.filter((node) => chosen.has(node.id)).map((node) => node.group),
    ...document.groups.filter((each) => chosen.has(each.id)).map((each) => each.parent),
  ]);
  const [shared] = parents;
  const parent = parents.size === 1 ? shared : undefined;
  const id = uniqueId(document, 'group');
  const group: GraphGroup = { id, kind: 'group', ...(label ? { label } : {}), ...(parent ? { parent } : {}) };
  const result = {
    ...document,
    nodes: document.nodes.map((node) => (chosen.has(node.id) ? { ...node, group: id } : node)),
    groups: [...document.groups.map((each) => (chosen.has(each.id) ? { ...each, parent: id } : each)), group],
  };
  return { document: withoutEmptyGroups(result, document), id };
}

/** Removes a group; its contents move to its parent. */
export function ungroup(document: GraphDocument, groupId: string): GraphDocument {
  const group = document.groups.find((each) => each.id === groupId);
  if (group === undefined) throw unknownThing('group', groupId);
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      if (node.group !== groupId) return node;
      const { group: _, ...rest } = node;
      return group.parent === undefined ? rest : { ...rest, group: group.parent };
    }),
    groups: document.groups
      .filter((each) => each.id !== groupId)
      .map((each) => {
        if (each.parent !== groupId) return each;
        const { parent: _, ...rest } = each;
        return group.parent === undefined ? rest : { ...rest, parent: group.parent };
      }),
  };
}

export function setGroupCollapsed(
  document: GraphDocument,
  groupIds: Iterable<string>,
  collapsed: boolean,
): GraphDocument {
  return patchGroups(document, groupIds, { collapsed });
}

/** An empty label restores the usual name. */
export function setGroupLabel(document: GraphDocument, groupId: string, label: string): GraphDocument {
  return patchGroups(document, [groupId], { label: label.trim() || undefined });
}

function patchGroups(
  document: GraphDocument,
  ids: Iterable<string>,
  patch: Partial<GraphGroup>,
): GraphDocument {
  const chosen = new Set(ids);
  const known = new Set(document.groups.map((group) => group.id));
  for (const id of chosen) if (!known.has(id)) throw unknownThing('group', id);
  const groups = document.groups.map((group) => {
    if (!chosen.has(group.id)) return group;
    const next: GraphGroup = { ...group, ...patch };
    if (next.label === undefined) delete next.label;
    return next;
  });
  return { ...document, groups };
}

/** Drops groups that are empty now and were not in `before`. */
export function withoutEmptyGroups(document: GraphDocument, before: GraphDocument): GraphDocument {
  const filled = filledGroups(document);
  const wasFilled = filledGroups(before);
  const groups = document.groups.filter((group) => filled.has(group.id) || !wasFilled.has(group.id));
  return groups.length === document.groups.length ? document : { ...document, groups };
}

function filledGroups(document: GraphDocument): Set<string> {
  const parents = new Map(document.groups.map((group) => [group.id, group.parent]));
  const filled = new Set<string>();
  for (const node of document.nodes)
    for (let id = node.group; id !== undefined && !filled.has(id); id = parents.get(id)) filled.add(id);
  return filled;
}

/** As a preset is first shown: stem, stages and blocks folded, unless the file says otherwise. */
export function foldedAtFirst(document: GraphDocument): GraphDocument {
  const ids = document.groups
    .filter((group) => group.kind !== 'group' && group.collapsed === undefined)
    .map((group) => group.id);
  return ids.length === 0 ? document : setGroupCollapsed(document, ids, true);
}
