/**
 * Two networks in one graph, to show what differs: the second, and with it what only the first has, where it was. The graph is for
 * drawing; it cannot be trained.
 */
import type { GraphAnalysis } from '../analysis/types';
import type { DiffMark, DiffMarks } from '../graph/diff-marks';
import type { GraphDocument, GraphEdge, GraphGroup, GraphNode } from '../graph/document';
import { edgeIdFor, uniqueName } from '../graph/ids';
import { effectiveDocument } from '../network/effective';
import { type GraphDiff, graphDiff } from './graph-diff';
import { membersOf } from './groups';

export interface JointGraph {
  diff: GraphDiff;
  document: GraphDocument;
  marks: DiffMarks;
  /** Ids of the layers that only the first has. */
  gone: ReadonlySet<string>;
  /** Ids of edges that only this graph has. */
  goneEdges: ReadonlySet<string>;
}

export function jointGraph(first: GraphDocument, second: GraphDocument): JointGraph {
  const diff = graphDiff(first, second);
  const [before, after] = [effectiveDocument(first), effectiveDocument(second)];
  const gone = new Set(diff.removed.map(({ id }) => id));
  const drawn = new Set(second.nodes.map(({ id }) => id));
  const nameNow = new Map(diff.renamed.map((pair) => [pair.before.id, pair.after.id]));
  const named = (edge: GraphEdge) => ({
    ...edge,
    source: nameNow.get(edge.source) ?? edge.source,
    target: nameNow.get(edge.target) ?? edge.target,
  });
  const was = before.edges.map(named);
  const removed = new Set(diff.edgesRemoved.map((edge) => keyOf(named(edge))));
  const around = detours(was, gone, after.edges);
  const instead = detours(after.edges, new Set(diff.added.map(({ id }) => id)), was);
  const newEdges = edgesThere(second, around.bridged);
  const kept = new Set(newEdges.map(keyOf));
  const ids = new Set(second.edges.map(({ id }) => id));
  const oldEdges = was
    .filter((edge) => gone.has(edge.source) || gone.has(edge.target) || removed.has(keyOf(edge)))
    .filter((edge) => !kept.has(keyOf(edge)) && !instead.bridged.has(keyOf(edge)))
    .map((edge): GraphEdge => {
      const { muted: _, ...plain } = edge;
      const id = uniqueName(ids, edgeIdFor(edge.source, edge.target, edge.port));
      ids.add(id);
      return { ...plain, id, ...(around.path.has(keyOf(edge)) ? {} : { muted: true }) };
    });
  const groups = new Set(second.groups.map(({ id }) => id));
  const ghosts = before.nodes.filter(({ id }) => gone.has(id) && !drawn.has(id));
  const document = {
    ...second,
    nodes: inPlace(second.nodes, before.nodes, new Set(ghosts.map(({ id }) => id)), nameNow),
    edges: [...newEdges, ...oldEdges],
    groups: [
      ...second.groups,
      ...groupsAround(ghosts, first.groups).flatMap(({ position: _, ...group }) =>
        groups.has(group.id) ? [] : [group],
      ),
    ],
  };
  const marks = marksOf(document, diff, new Set(was.map(keyOf)));
  return { diff, document, marks, gone, goneEdges: new Set(oldEdges.map(({ id }) => id)) };
}

const keyOf = ({ source, target, port }: GraphEdge) => edgeIdFor(source, target, port);

/** The second graph's, without those that only close the gap where layers were removed: the path through those layers is drawn. */
const edgesThere = ({ edges }: GraphDocument, bridged: ReadonlySet<string>): GraphEdge[] =>
  edges.filter((edge) => edge.muted || !bridged.has(keyOf(edge)));

/**
 * Edges of one network in whose place the other has a path through layers that only it has, and the edges of these paths. Where
 * such layers have several inputs, the path goes through the first.
 */
function detours(
  edges: readonly GraphEdge[],
  own: ReadonlySet<string>,
  others: readonly GraphEdge[],
): { bridged: ReadonlySet<string>; path: ReadonlySet<string> } {
  const incoming = new Map<string, GraphEdge[]>();
  for (const edge of edges) incoming.set(edge.target, [...(incoming.get(edge.target) ?? []), edge]);
  for (const into of incoming.values()) into.sort((a, b) => a.port - b.port);
  const here = new Set(edges.map(keyOf));
  const [bridged, path] = [new Set<string>(), new Set<string>()];
  for (const edge of others) {
    if (here.has(keyOf(edge))) continue;
    const found = pathTo(edge.source, edge.target, incoming, own);
    if (!found) continue;
    bridged.add(keyOf(edge));
    for (const part of found) path.add(keyOf(part));
  }
  return { bridged, path };
}

function pathTo(
  source: string,
  target: string,
  incoming: ReadonlyMap<string, readonly GraphEdge[]>,
  through: ReadonlySet<string>,
): GraphEdge[] | undefined {
  const seen = new Set<string>();
  const path: GraphEdge[] = [];
  // Depth first, without recursion: a network may have thousands of layers in a row.
  const open = [{ at: target, left: [...(incoming.get(target) ?? [])] }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const edge = top.left.shift();
    if (edge === undefined) {
      open.pop();
      path.pop();
    } else if (edge.source === source && top.at !== target) {
      return [...path, edge];
    } else if (through.has(edge.source) && !seen.has(edge.source)) {
      seen.add(edge.source);
      path.push(edge);
      open.push({ at: edge.source, left: [...(incoming.get(edge.source) ?? [])] });
    }
  }
  return undefined;
}

/** The nodes of the second network, with each ghost behind the layer that it followed in the first. */
function inPlace(
  nodes: readonly GraphNode[],
  before: readonly GraphNode[],
  ghosts: ReadonlySet<string>,
  nameNow: ReadonlyMap<string, string>,
): GraphNode[] {
  if (ghosts.size === 0) return [...nodes];
  const there = new Set(nodes.map(({ id }) => id));
  const behind = new Map<string | undefined, GraphNode[]>();
  let last: string | undefined;
  for (const { position: _, ...node } of before) {
    const id = nameNow.get(node.id) ?? node.id;
    if (ghosts.has(node.id)) behind.set(last, [...(behind.get(last) ?? []), node]);
    else if (there.has(id)) last = id;
  }
  return [
    ...(behind.get(undefined) ?? []),
    ...nodes.flatMap((node) => [node, ...(behind.get(node.id) ?? [])]),
  ];
}

function groupsAround(nodes: readonly GraphNode[], groups: readonly GraphGroup[]): GraphGroup[] {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const found = new Set<GraphGroup>();
  for (const { group } of nodes) {
    for (let at = byId.get(group ?? ''); at && !found.has(at); at = byId.get(at.parent ?? '')) found.add(at);
  }
  return groups.filter((group) => found.has(group));
}

/** A group with a mark inside, or a marked edge into it, is changed, or has the mark of all its layers. */
function marksOf(
  document: GraphDocument,
  { added, removed, changed, renamed, edgesAdded }: GraphDiff,
  was: ReadonlySet<string>,
): DiffMarks {
  const items: Record<string, DiffMark> = Object.create(null);
  const edges: Record<string, DiffMark> = Object.create(null);
  for (const { id } of added) items[id] = 'added';
  for (const { after } of changed) items[after.id] = 'changed';
  for (const { after } of renamed) items[after.id] = 'renamed';
  for (const { id } of removed) items[id] = 'removed';
  const news = new Set(edgesAdded.map(keyOf));
  for (const edge of document.edges) {
    if (edge.muted && was.has(keyOf(edge))) edges[edge.id] = 'removed';
    if (!edge.muted && news.has(keyOf(edge))) edges[edge.id] = 'added';
  }
  const rewired = new Set(document.edges.flatMap(({ id, target }) => (edges[id] ? [target] : [])));
  for (const { id } of document.groups) {
    const members = [...membersOf(document, id)];
    const inside = new Set(members.map((member) => items[member]));
    const [only] = inside;
    if (inside.size === 1 && only) items[id] = only;
    else if (inside.size > 1 || members.some((member) => rewired.has(member))) items[id] = 'changed';
  }
  return { items, edges };
}

/** What each layer of the joint graph does in the network that has it. Problems and totals are the second network's. */
export function jointAnalysis(
  { gone }: Pick<JointGraph, 'gone'>,
  first: GraphAnalysis,
  second: GraphAnalysis,
): GraphAnalysis {
  const nodes = { ...second.nodes };
  for (const id of gone) {
    const node = first.nodes[id];
    if (node) nodes[id] = node;
  }
  return { ...second, nodes };
}
