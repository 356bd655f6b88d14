/** Copying: a piece of a graph with its inner edges, put into the same or another document under free names. */
import type { GraphDocument, GraphEdge, GraphGroup, GraphNode } from '../graph/document';
import { edgeIdFor, namesOf, uniqueName } from '../graph/ids';

/** Plain JSON, so that it can go through the system's clipboard. */
export interface Fragment {
  nodes: GraphNode[];
  /** Edges between the nodes. */
  edges: GraphEdge[];
  /** Groups all of whose nodes are here. */
  groups: GraphGroup[];
  /** Edges into the nodes from outside: "paste with links" draws them again. */
  incoming: GraphEdge[];
}

/** The nodes, their inner edges, and each group that is copied whole. */
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
  /** Added to every position. */
  offset?: { x: number; y: number };
  /** Draws the edges from outside too, where their sources exist in the document. */
  withLinks?: boolean;
}

/** Adds a fragment under free names. @returns the new document and the new name of each node and group */
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
    // `block1.conv1` of a block that became `block1_1` is `block1_1.conv1`.
    const renamed = group !== undefined && id.startsWith(`${group}.`) ? names.get(group) : undefined;
    give(id, renamed === undefined || group === undefined ? id : renamed + id.slice(group.length));
  }
  const hasGroup = new Set(document.groups.map((group) => group.id));
  /** A copied group under its new name; else the group of the same name here; else none. */
  const groupFor = (id: string | undefined) =>
    id === undefined ? undefined : (names.get(id) ?? (hasGroup.has(id) ? id : undefined));
  const moved = <Item extends { id: string; position?: { x: number; y: number } }>(item: Item): Item => ({
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

/** Copies nodes in place (inner edges kept), slightly aside. */
export function duplicateNodes(
  document: GraphDocument,
  ids: Iterable<string>,
  options: PasteOptions = { offset: { x: 40, y: 40 } },
): { document: GraphDocument; names: ReadonlyMap<string, string> } {
  return insertFragment(document, extractFragment(document, ids), options);
}
