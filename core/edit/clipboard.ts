/** Copies a part of a graph with its inner edges into the same or another document, under free names. */
import type { GraphDocument, GraphEdge, GraphGroup, GraphNode, Position } from '../graph/document';
import { edgeIdFor, namesOf, uniqueName } from '../graph/ids';

/** Plain JSON, for the system's clipboard. */
export interface Fragment {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Groups that are copied whole. */
  groups: GraphGroup[];
  /** Edges from outside, for "paste with links". */
  incoming: GraphEdge[];
}

export function extractFragment(document: GraphDocument, ids: Iterable<string>): Fragment {
  const chosen = new Set(ids);
  const outside = new Set<string>();
  const touched = new Set<string>();
  const parents = new Map(document.groups.map((group) => [group.id, group.parent]));
  for (const node of document.nodes) {
    const set = chosen.has(node.id) ? touched : outside;
    for (let id = node.group; id !== undefined && !set.has(id); id = parents.get(id)) set.add(id);
  }
  return {
    nodes: document.nodes.filter((node) => chosen.has(node.id)),
    edges: document.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
    groups: document.groups.filter((group) => touched.has(group.id) && !outside.has(group.id)),
    incoming: document.edges.filter((edge) => !chosen.has(edge.source) && chosen.has(edge.target)),
  };
}

export interface PasteOptions {
  offset?: Position;
  /** Also adds the edges from outside whose sources exist in the document. */
  withLinks?: boolean;
}

/** @returns the new document, and the new name of each node and group */
export function insertFragment(
  document: GraphDocument,
  fragment: Fragment,
  { offset = { x: 0, y: 0 }, withLinks = false }: PasteOptions = {},
): { document: GraphDocument; names: ReadonlyMap<string, string> } {
  const taken = namesOf(document);
  const names = new Map<string, string>();
  const give = (id: string, wish: string) => {
    const name = uniqueName(taken, wish);
    taken.add(name);
    names.set(id, name);
  };
  for (const group of fragment.groups) give(group.id, group.id);
  for (const { id, group } of fragment.nodes) {
    // `block1.conv1` follows its block to `block1_1.conv1`.
    const renamed = group !== undefined && id.startsWith(`${group}.`) ? names.get(group) : undefined;
    give(id, renamed === undefined || group === undefined ? id : renamed + id.slice(group.length));
  }
  const hasGroup = new Set(document.groups.map((group) => group.id));
  const groupFor = (id: string | undefined) =>
    id === undefined ? undefined : (names.get(id) ?? (hasGroup.has(id) ? id : undefined));
  const moved = <Item extends { id: string; position?: Position }>(item: Item): Item => ({
    ...item,
    id: names.get(item.id) ?? item.id,
    ...(item.position ? { position: { x: item.position.x + offset.x, y: item.position.y + offset.y } } : {}),
  });

  const nodes = fragment.nodes.map((node): GraphNode => {
    const { group, ...rest } = moved(node);
    const inGroup = groupFor(group);
    return inGroup === undefined ? rest : { ...rest, group: inGroup };
  });
  const groups = fragment.groups.map((each): GraphGroup => {
    const { parent, ...rest } = moved(each);
    const inGroup = groupFor(parent);
    return inGroup === undefined ? rest : { ...rest, parent: inGroup };
  });
  const nodeIds = new Set(document.nodes.map((node) => node.id));
  const links = withLinks ? fragment.incoming.filter((edge) => nodeIds.has(edge.source)) : [];
  const edgeIds = new Set(document.edges.map((edge) => edge.id));
  const edges = [...fragment.edges, ...links].map((edge): GraphEdge => {
    const source = links.includes(edge) ? edge.source : (names.get(edge.source) ?? edge.source);
    const target = names.get(edge.target) ?? edge.target;
    const id = uniqueName(edgeIds, edgeIdFor(source, target, edge.port));
    edgeIds.add(id);
    return { ...edge, id, source, target };
  });
  return {
    document: {
      ...document,
      nodes: [...document.nodes, ...nodes],
      edges: [...document.edges, ...edges],
      groups: [...document.groups, ...groups],
    },
    names,
  };
}

export function duplicateNodes(
  document: GraphDocument,
  ids: Iterable<string>,
  options: PasteOptions = { offset: { x: 40, y: 40 } },
): { document: GraphDocument; names: ReadonlyMap<string, string> } {
  return insertFragment(document, extractFragment(document, ids), options);
}
