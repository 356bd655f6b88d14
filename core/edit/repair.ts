/** Makes a document merged from two sources obey the rules of core/network/structure-problems.ts. */
import type { GraphDocument, GraphEdge, GraphGroup, GraphNode } from '../graph/document';
import { topologicalOrder, wire } from '../graph/topology';
import { operatorFor } from '../ops/registry';

interface Repaired {
  document: GraphDocument;
  /** Ids of nodes that lost an edge into them. */
  unwired: string[];
}

/** @param isNewer of two edges into one input the newer stays; a loop loses a newer one. */
export function repaired(document: GraphDocument, isNewer: (edge: GraphEdge) => boolean): Repaired {
  const unwired = new Set<string>();
  const groups = soundGroups(document.groups);
  const ids = new Set(groups.map(({ id }) => id));
  const ends = new Map(document.nodes.map((node) => [node.id, node]));
  const fitting = onePerInput(
    document.edges.filter(({ source, target }) => ends.has(source) && ends.has(target)),
    ends,
    isNewer,
    unwired,
  );
  const nodes = eachOf(document.nodes, (node) => {
    if (node.group === undefined || ids.has(node.group)) return node;
    const { group: _, ...rest } = node;
    return rest;
  });
  const edges = withoutLoops(nodes, fitting, isNewer, unwired);
  const same = nodes === document.nodes && groups === document.groups && sameItems(edges, document.edges);
  return { document: same ? document : { ...document, nodes, edges, groups }, unwired: [...unwired] };
}

/** The list itself where nothing changed. */
function eachOf<Item>(list: Item[], change: (item: Item) => Item): Item[] {
  const next = list.map(change);
  return sameItems(next, list) ? list : next;
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** Drops parents that are gone or close a loop. */
function soundGroups(groups: GraphGroup[]): GraphGroup[] {
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  return eachOf(groups, (group) => {
    const { parent, ...rest } = group;
    if (parent === undefined) return group;
    let up: string | undefined = parent;
    for (const seen = new Set<string>(); up !== undefined && up !== group.id && !seen.has(up); ) {
      seen.add(up);
      up = parents.get(up);
    }
    if (parents.has(parent) && up !== group.id) return group;
    parents.set(group.id, undefined);
    return rest;
  });
}

/** An input with two edges keeps the newer one; the other moves to a free input, if there is one. */
function onePerInput(
  edges: readonly GraphEdge[],
  nodes: ReadonlyMap<string, GraphNode>,
  isNewer: (edge: GraphEdge) => boolean,
  unwired: Set<string>,
): GraphEdge[] {
  const fed = new Map<string, Map<number, GraphEdge>>();
  const crowded: GraphEdge[] = [];
  for (const edge of edges) {
    const inputs = fed.get(edge.target) ?? new Map<number, GraphEdge>();
    fed.set(edge.target, inputs);
    const other = inputs.get(edge.port);
    if (!other) {
      inputs.set(edge.port, edge);
      continue;
    }
    const stays = isNewer(edge) || !isNewer(other) ? edge : other;
    inputs.set(edge.port, stays);
    crowded.push(stays === edge ? other : edge);
  }
  if (crowded.length === 0) return [...edges];
  const replaced = new Map<string, GraphEdge | undefined>();
  for (const edge of crowded) {
    const inputs = fed.get(edge.target)!;
    const most = operatorFor(nodes.get(edge.target)!.type)?.inputs.max ?? 1;
    let port = 0;
    while (inputs.has(port)) port++;
    // Adding a node twice would change the network.
    const isDouble = [...inputs.values()].some(({ source }) => source === edge.source);
    if (port >= most || isDouble) {
      unwired.add(edge.target);
      replaced.set(edge.id, undefined);
      continue;
    }
    const shifted = { ...edge, port };
    inputs.set(port, shifted);
    replaced.set(edge.id, shifted);
  }
  return edges.flatMap((edge) => (replaced.has(edge.id) ? (replaced.get(edge.id) ?? []) : edge));
}

function withoutLoops(
  nodes: GraphNode[],
  edges: GraphEdge[],
  isNewer: (edge: GraphEdge) => boolean,
  unwired: Set<string>,
): GraphEdge[] {
  for (let left = edges; ; ) {
    const { cycle } = topologicalOrder(wire({ nodes, edges: left }));
    if (!cycle) return left;
    const inLoop = left.filter(({ source, target }) => {
      const at = cycle.indexOf(source);
      return at >= 0 && cycle[(at + 1) % cycle.length] === target;
    });
    const goes = inLoop.find(isNewer) ?? inLoop[0]!;
    unwired.add(goes.target);
    left = left.filter((edge) => edge !== goes);
  }
}
