/**
 * Shortcuts of any graph, found by its wiring, and their removal (by muting) and return. The branches of an Add part at a fork,
 * the last node on all paths to it. An edge into the Add is
 *  - an identity shortcut, if its source also feeds another input of the Add, directly or through other nodes;
 *  - a projection shortcut, if its branch has only linear operators (no activation function) and fewer layers with a kernel
 *    than the longest branch; a padded one, if it has no weights either (option A of He et al., 3.3).
 * Branches of equal length, or with activations (ResNeXt, Inception), are not shortcuts. The longest branch is always kept.
 */
import type { GraphDocument, GraphNode } from '../graph/document';
import {
  type Order,
  type Ranked,
  rankedWiring,
  topologicalOrder,
  type Wiring,
  wire,
} from '../graph/topology';
import { t } from '../messages';
import { parseParams } from '../ops/checked-params';
import type { Operator } from '../ops/operator';
import { operatorFor } from '../ops/registry';
import { type Dominators, dominators } from './dominators';

export interface Shortcut {
  /** The edge into the Add. */
  edgeId: string;
  addId: string;
  /** The fork. */
  source: string;
  kind: 'identity' | 'projection' | 'padded';
  nodes: string[];
  muted: boolean;
}

/**
 * Shortcuts in force, then removed ones that `restoreShortcuts` would restore; in the order of the Adds. Ignores loops.
 */
export function findShortcuts(document: GraphDocument): Shortcut[] {
  const active = shortcutsInForce(document);
  if (!document.edges.some((edge) => edge.muted)) return active;
  const inForce = new Set(active.map(({ edgeId }) => edgeId));
  return [...active, ...mutedShortcuts(document).filter(({ edgeId }) => !inForce.has(edgeId))];
}

/** Without any shortcut: the plain network. */
export function removeShortcuts(document: GraphDocument): GraphDocument {
  const ids = new Set(shortcutsInForce(document).map((shortcut) => shortcut.edgeId));
  if (ids.size === 0) return document;
  const edges = document.edges.map((edge) => (ids.has(edge.id) ? { ...edge, muted: true } : edge));
  return { ...document, edges };
}

/** "Plain-50" for ResNet-50, "small_plain" for small_resnet, "my-net plain" for my-net. */
export function plainName(name: string): string {
  const plain = (found: string) => (found === found.toLowerCase() ? 'plain' : 'Plain');
  return /resnet/i.test(name) ? name.replace(/resnet/i, plain) : t('build.name.plain', { name });
}

/** With every removed shortcut restored; other removed edges stay removed. */
export function restoreShortcuts(document: GraphDocument): GraphDocument {
  if (!document.edges.some((edge) => edge.muted)) return document;
  const ids = new Set(mutedShortcuts(document).map(({ edgeId }) => edgeId));
  if (ids.size === 0) return document;
  const edges = document.edges.map((edge) => {
    if (!ids.has(edge.id)) return edge;
    const { muted: _, ...rest } = edge;
    return rest;
  });
  return { ...document, edges };
}

/**
 * Shortcuts in force.
 * @param drawn the wiring of the edges that are not removed, and its order, if known
 */
export function countShortcuts(document: GraphDocument, drawn?: { wiring: Wiring } & Order): number {
  return drawn ? shortcutsOf(drawn.wiring, drawn.order).length : shortcutsInForce(document).length;
}

const shortcutsInForce = (document: GraphDocument): Shortcut[] =>
  shortcutsOf(wire(document, (edge) => !edge.muted));

/** Removed ones, which can be restored. */
export const mutedShortcuts = (document: GraphDocument): Shortcut[] =>
  shortcutsOf(wire(document)).filter(({ muted }) => muted);

/**
 * When an outer shortcut is gone, a branch inside it may become one, so passes repeat until one finds nothing. A pass
 * is linear in nodes and edges for networks as people draw them.
 */
function shortcutsOf(wiring: Wiring, order: readonly string[] = topologicalOrder(wiring).order): Shortcut[] {
  const graph: Branching = { ...rankedWiring(wiring, order), layers: layersOf(wiring, order) };
  const dropped = new Uint8Array(graph.edges.length);
  const found: Found[] = [];
  for (let before = -1; before < found.length; ) {
    before = found.length;
    const more = onePass(graph, dropped);
    for (const { edge } of more) dropped[edge] = 1;
    found.push(...more);
  }
  return found
    .sort((a, b) => a.add - b.add)
    .map(({ edge, add, fork, kind, nodes }) => ({
      edgeId: graph.edges[edge]!.id,
      addId: order[add]!,
      source: order[fork]!,
      kind,
      nodes: nodes.map((rank) => order[rank]!),
      muted: graph.edges[edge]!.muted === true,
    }));
}

/** Nodes are ranks here, and edges their indices in the list of edges. */
interface Branching extends Ranked {
  layers: Uint8Array;
}

/** How a node affects its branch, as bits. */
const ADD = 1;
const KERNEL = 2;
const WEIGHTS = 4;
const NONLINEAR = 8;

function layersOf(wiring: Wiring, order: readonly string[]): Uint8Array {
  return Uint8Array.from(order, (id) => {
    const node = wiring.nodes.get(id);
    const operator = node && operatorFor(node.type);
    if (node === undefined) return 0;
    return (
      (node.type === 'Add' ? ADD : 0) |
      (operator && hasKernel(operator) ? KERNEL : 0) |
      (operator && hasWeights(operator) ? WEIGHTS : 0) |
      (operator && isLinear(operator, node) ? 0 : NONLINEAR)
    );
  });
}

interface Found {
  edge: number;
  add: number;
  fork: number;
  kind: Shortcut['kind'];
  nodes: readonly number[];
}

function onePass(graph: Branching, dropped: Uint8Array): Found[] {
  const { first, source, layers } = graph;
  const found: Found[] = [];
  let passes: { forks: Dominators; paths: Paths } | undefined;
  for (let add = 0; add < layers.length; add++) {
    if ((layers[add]! & ADD) === 0) continue;
    const edges: number[] = [];
    for (let edge = first[add]!; edge < first[add + 1]!; edge++) if (!dropped[edge]) edges.push(edge);
    if (edges.length < 2) continue;
    passes ??= { forks: dominators(graph, dropped), paths: pathsTo(graph, dropped) };
    const { forks, paths } = passes;
    const fork = forks.of(add);
    const longest = edges.reduce((most, edge) => Math.max(most, paths.kernels[source[edge]!]!), 0);
    const identities = sourcesThatFeedAnother(graph, dropped, forks, edges);
    for (const edge of edges) {
      const from = source[edge]!;
      if (identities.has(from)) {
        found.push({ edge, add, fork: from, kind: 'identity', nodes: [] });
        continue;
      }
      // Nodes after the fork that lead to the Add form the branch.
      const side = fork === undefined || from === fork || paths.kernels[from]! >= longest;
      if (side || paths.lastNonlinear[from]! > fork) continue;
      const kind = paths.lastWeighted[from]! > fork ? 'projection' : 'padded';
      found.push({ edge, add, fork, kind, nodes: ancestorsAfter(graph, dropped, [from], fork) });
    }
  }
  return found;
}

/** What is on the paths from the beginning of the network to each node, including it. */
interface Paths {
  /** Convolutions and dense layers on the longest path. */
  kernels: Int32Array;
  /** The last nonlinear node, and the last with weights; -1: none. */
  lastNonlinear: Int32Array;
  lastWeighted: Int32Array;
}

function pathsTo({ first, source, layers }: Branching, dropped: Uint8Array): Paths {
  const kernels = new Int32Array(layers.length);
  const lastNonlinear = new Int32Array(layers.length).fill(-1);
  const lastWeighted = new Int32Array(layers.length).fill(-1);
  for (let rank = 0; rank < layers.length; rank++) {
    for (let edge = first[rank]!; edge < first[rank + 1]!; edge++) {
      if (dropped[edge]) continue;
      const from = source[edge]!;
      kernels[rank] = Math.max(kernels[rank]!, kernels[from]!);
      lastNonlinear[rank] = Math.max(lastNonlinear[rank]!, lastNonlinear[from]!);
      lastWeighted[rank] = Math.max(lastWeighted[rank]!, lastWeighted[from]!);
    }
    const does = layers[rank]!;
    if (does & KERNEL) kernels[rank]!++;
    if (does & NONLINEAR) lastNonlinear[rank] = rank;
    if (does & WEIGHTS) lastWeighted[rank] = rank;
  }
  return { kernels, lastNonlinear, lastWeighted };
}

function sourcesThatFeedAnother(
  graph: Branching,
  dropped: Uint8Array,
  forks: Dominators,
  edges: readonly number[],
): ReadonlySet<number> {
  const sources = [...new Set(edges.map((edge) => graph.source[edge]!))].sort((a, b) => b - a);
  const [last, ...earlier] = sources;
  if (last === undefined) return new Set();
  const feeding = new Set(earlier.filter((source) => forks.dominates(source, last)));
  const open = new Set(earlier.filter((source) => !feeding.has(source)));
  const lowest = earlier.findLast((source) => open.has(source));
  if (lowest === undefined) return feeding;
  ancestorsAfter(graph, dropped, sources, lowest - 1, (rank) => {
    if (open.delete(rank)) feeding.add(rank);
    return open.size === 0;
  });
  return feeding;
}

/**
 * The nodes of a higher rank than `start` that lead to `ends`, and the ends, in topological order.
 * @param reached called for each node that leads to an end; ends the search if it returns true
 */
function ancestorsAfter(
  { first, source }: Branching,
  dropped: Uint8Array,
  ends: readonly number[],
  start: number,
  reached: (rank: number) => boolean = () => false,
): number[] {
  const members = new Set(ends);
  // The latest end first: the others are usually close before it.
  const stack = [...ends].sort((a, b) => a - b);
  for (let rank = stack.pop(); rank !== undefined; rank = stack.pop()) {
    for (let edge = first[rank]!; edge < first[rank + 1]!; edge++) {
      const from = source[edge]!;
      if (dropped[edge] || from <= start) continue;
      if (reached(from)) return [];
      if (members.has(from)) continue;
      members.add(from);
      stack.push(from);
    }
  }
  return [...members].sort((a, b) => a - b);
}

/** Convolutions and dense layers: what the paper counts as a layer. */
const hasKernel = ({ kind }: Operator): boolean => kind === 'convolution' || kind === 'dense';

const hasWeights = (operator: Operator): boolean => hasKernel(operator) || operator.kind === 'normalization';

function isLinear(operator: Operator, node: GraphNode): boolean {
  const parsed = parseParams(operator, node.params);
  return parsed.ok && operator.linear?.(parsed.params) === true;
}
