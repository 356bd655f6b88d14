/**
 * Shortcuts of any graph, found by its wiring alone, and their removal (by muting) and return.
 *
 * At each Add the branches part at a fork, the node that all paths to the Add run through. An edge into the Add is
 *  - an identity shortcut, if its source also feeds another input of the Add, directly or through other nodes;
 *  - a projection shortcut, if its branch from the fork holds linear operators only (convolution, normalisation,
 *    padding, pooling: no activation function) and fewer layers with a kernel than the longest branch;
 *    a padded one, if that branch is made of padding and subsampling without weights (option A of He et al., 3.3).
 * Branches of equal length are no shortcuts of one another, nor are parallel branches with activations (ResNeXt,
 * Inception): the longest branch, the main path, is always kept.
 */
import { parseParams } from '../ops/params';
import { operatorFor } from '../ops/registry';
import type { GraphDocument, GraphEdge, GraphNode } from './document';
import { type Dominators, dominators } from './dominators';
import { type Order, topologicalOrder, type Wiring, wire, withoutEdges } from './topology';

export interface Shortcut {
  /** The edge into the Add, which muting takes out. */
  edgeId: string;
  addId: string;
  /** The fork: where the shortcut leaves the main path. */
  source: string;
  kind: 'identity' | 'projection' | 'padded';
  /** The nodes on the way, in topological order; none for an identity. */
  nodes: string[];
  muted: boolean;
}

/**
 * Shortcuts in force, and muted ones that `restoreShortcuts` would bring back. Both are ordered as the Adds are.
 * On a graph with loops only its sound part is looked at.
 */
export function findShortcuts(document: GraphDocument): Shortcut[] {
  const active = shortcutsInForce(document);
  if (!document.edges.some((edge) => edge.muted)) return active;
  const inForce = new Map(active.map((shortcut) => [shortcut.edgeId, shortcut]));
  const all = shortcutsOf(wire(document)).filter(
    (shortcut) => shortcut.muted && !inForce.has(shortcut.edgeId),
  );
  return [...active, ...all];
}

/** The same document with every shortcut muted: the plain network. Muting again changes nothing. */
export function removeShortcuts(document: GraphDocument): GraphDocument {
  const ids = new Set(shortcutsInForce(document).map((shortcut) => shortcut.edgeId));
  if (ids.size === 0) return document;
  const edges = document.edges.map((edge) => (ids.has(edge.id) ? { ...edge, muted: true } : edge));
  return { ...document, edges };
}

/** The same document with every muted shortcut back in force; other muted edges stay muted. */
export function restoreShortcuts(document: GraphDocument): GraphDocument {
  if (!document.edges.some((edge) => edge.muted)) return document;
  const ids = new Set(
    shortcutsOf(wire(document))
      .filter((shortcut) => shortcut.muted)
      .map((shortcut) => shortcut.edgeId),
  );
  if (ids.size === 0) return document;
  const edges = document.edges.map((edge) => {
    if (!ids.has(edge.id)) return edge;
    const { muted: _, ...rest } = edge;
    return rest;
  });
  return { ...document, edges };
}

/**
 * How many shortcuts are in force.
 * @param drawn the wiring of the edges that are not muted and its order, where they are known already
 */
export function countShortcuts(document: GraphDocument, drawn?: { wiring: Wiring } & Order): number {
  return drawn ? shortcutsOf(drawn.wiring, drawn.order).length : shortcutsInForce(document).length;
}

const shortcutsInForce = (document: GraphDocument): Shortcut[] =>
  shortcutsOf(wire(document, (edge) => !edge.muted));

/**
 * One pass can uncover more: with an outer shortcut gone, a branch inside it may be left on its own. So passes follow
 * until one finds nothing, which makes removal final. A pass looks at every node and edge once, and for an Add with
 * several deep branches at what lies between them: linear for networks as people draw them.
 */
function shortcutsOf(wiring: Wiring, order: readonly string[] = topologicalOrder(wiring).order): Shortcut[] {
  const found: Shortcut[] = [];
  // Edges that run against the order close a loop and are not followed.
  const rank: Ranks = new Map(order.map((id, index) => [id, index]));
  const edges: GraphEdge[] = [];
  for (let before = -1; before < found.length; ) {
    before = found.length;
    for (const { edge, ...shortcut } of onePass(withoutEdges(wiring, edges), order, rank)) {
      found.push(shortcut);
      edges.push(edge);
    }
  }
  return found.sort((a, b) => rank.get(a.addId)! - rank.get(b.addId)!);
}

/** Topological rank of each node. */
type Ranks = ReadonlyMap<string, number>;

function onePass(wiring: Wiring, order: readonly string[], rank: Ranks): (Shortcut & { edge: GraphEdge })[] {
  const adds = order.filter((id) => wiring.nodes.get(id)?.type === 'Add' && wiring.incoming(id).length > 1);
  if (adds.length === 0) return [];
  const forks = dominators(wiring, order);
  const paths = pathsTo(wiring, order);
  return adds.flatMap((addId) => {
    const edges = wiring.incoming(addId).filter((edge) => rank.get(edge.source)! < rank.get(addId)!);
    if (edges.length < 2) return [];
    const fork = forks.of(addId);
    const layers = (edge: GraphEdge) => paths.get(edge.source)!.layers;
    const longest = Math.max(...edges.map(layers));
    const identities = sourcesThatFeedAnother(wiring, rank, forks, edges);
    return edges.flatMap((edge) => {
      const shortcut = (source: string, kind: Shortcut['kind'], nodes: string[]) => [
        { edge, edgeId: edge.id, addId, source, kind, nodes, muted: edge.muted === true },
      ];
      if (identities.has(edge.source)) return shortcut(edge.source, 'identity', []);
      if (fork === undefined || edge.source === fork || layers(edge) >= longest) return [];
      // Every node of the branch comes after the fork, and what comes after the fork and leads here is of the branch.
      const { lastNonlinear, lastWeighted } = paths.get(edge.source)!;
      const start = rank.get(fork)!;
      if (lastNonlinear > start) return [];
      const kind = lastWeighted > start ? 'projection' : 'padded';
      return shortcut(fork, kind, ancestorsAfter(wiring, rank, [edge.source], start));
    });
  });
}

/** What lies on the paths from the beginning of the network to a node, the node included. */
interface Paths {
  /** Convolutions and dense layers on the longest of them. */
  layers: number;
  /** Rank of the last node that is not linear; -1: none. */
  lastNonlinear: number;
  /** Rank of the last node with weights; -1: none. */
  lastWeighted: number;
}

function pathsTo(wiring: Wiring, order: readonly string[]): ReadonlyMap<string, Paths> {
  const paths = new Map<string, Paths>();
  order.forEach((id, rank) => {
    const node = wiring.nodes.get(id);
    const all: Paths = { layers: 0, lastNonlinear: -1, lastWeighted: -1 };
    for (const { source } of wiring.incoming(id)) {
      const before = paths.get(source);
      if (before === undefined) continue;
      all.layers = Math.max(all.layers, before.layers);
      all.lastNonlinear = Math.max(all.lastNonlinear, before.lastNonlinear);
      all.lastWeighted = Math.max(all.lastWeighted, before.lastWeighted);
    }
    if (hasKernel(node)) all.layers++;
    if (node && !isLinear(node)) all.lastNonlinear = rank;
    if (node && hasWeights(node)) all.lastWeighted = rank;
    paths.set(id, all);
  });
  return paths;
}

/** Sources of an Add's edges from which another source of it can be reached. */
function sourcesThatFeedAnother(
  wiring: Wiring,
  rank: Ranks,
  forks: Dominators,
  edges: readonly GraphEdge[],
): ReadonlySet<string> {
  const sources = [...new Set(edges.map((edge) => edge.source))].sort((a, b) => rank.get(b)! - rank.get(a)!);
  const [last, ...earlier] = sources;
  if (last === undefined) return new Set();
  const feeding = new Set(earlier.filter((source) => forks.dominates(source, last)));
  const open = new Set(earlier.filter((source) => !feeding.has(source)));
  const lowest = earlier.findLast((source) => open.has(source));
  if (lowest === undefined) return feeding;
  ancestorsAfter(wiring, rank, sources, rank.get(lowest)! - 1, (id) => {
    if (open.delete(id)) feeding.add(id);
    return open.size === 0;
  });
  return feeding;
}

/**
 * The nodes of a higher rank than `start` that lead to one of `ends`, and the ends, in topological order.
 * @param reached called for each node that leads to one of the ends; ends the search where it returns true
 */
function ancestorsAfter(
  wiring: Wiring,
  rank: Ranks,
  ends: readonly string[],
  start: number,
  reached: (id: string) => boolean = () => false,
): string[] {
  const members = new Set(ends);
  // The latest end is looked at first: the others usually lie close before it.
  const stack = [...ends].sort((a, b) => rank.get(a)! - rank.get(b)!);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const { source } of wiring.incoming(id)) {
      const at = rank.get(source)!;
      if (at <= start || at >= rank.get(id)!) continue;
      if (reached(source)) return [];
      if (members.has(source)) continue;
      members.add(source);
      stack.push(source);
    }
  }
  return [...members].sort((a, b) => rank.get(a)! - rank.get(b)!);
}

/** Convolutions and dense layers: what the paper counts as a layer. */
export function hasKernel(node: GraphNode | undefined): boolean {
  const kind = node && operatorFor(node.type)?.kind;
  return kind === 'convolution' || kind === 'dense';
}

const hasWeights = (node: GraphNode): boolean =>
  hasKernel(node) || operatorFor(node.type)?.kind === 'normalisation';

function isLinear(node: GraphNode): boolean {
  const operator = operatorFor(node.type);
  const parsed = operator && parseParams(operator, node.params);
  return parsed?.ok === true && operator?.linear?.(parsed.params) === true;
}
