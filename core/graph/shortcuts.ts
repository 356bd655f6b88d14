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
import { dominators } from './dominators';
import { topologicalOrder, type Wiring, wire } from './topology';

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
  const active = shortcutsOf(document, (edge) => !edge.muted);
  if (!document.edges.some((edge) => edge.muted)) return active;
  const inForce = new Map(active.map((shortcut) => [shortcut.edgeId, shortcut]));
  const all = shortcutsOf(document, () => true).filter(
    (shortcut) => shortcut.muted && !inForce.has(shortcut.edgeId),
  );
  return [...active, ...all];
}

/** The same document with every shortcut muted: the plain network. Muting again changes nothing. */
export function removeShortcuts(document: GraphDocument): GraphDocument {
  const ids = new Set(shortcutsOf(document, (edge) => !edge.muted).map((shortcut) => shortcut.edgeId));
  if (ids.size === 0) return document;
  const edges = document.edges.map((edge) => (ids.has(edge.id) ? { ...edge, muted: true } : edge));
  return { ...document, edges };
}

/** The same document with every muted shortcut back in force; other muted edges stay muted. */
export function restoreShortcuts(document: GraphDocument): GraphDocument {
  if (!document.edges.some((edge) => edge.muted)) return document;
  const ids = new Set(
    shortcutsOf(document, () => true)
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

/** How many shortcuts are in force. Linear in the size of the graph for networks as people draw them. */
export function countShortcuts(document: GraphDocument): number {
  return shortcutsOf(document, (edge) => !edge.muted).length;
}

/**
 * One pass can uncover more: with an outer shortcut gone, a branch inside it may stand alone. So passes follow until
 * none finds any, which makes removal final.
 */
function shortcutsOf(document: GraphDocument, keep: (edge: GraphEdge) => boolean): Shortcut[] {
  if (!document.nodes.some((node) => node.type === 'Add')) return [];
  const found = new Map<string, Shortcut>();
  const rank = ranks(wire(document, keep));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    const wiring = wire(document, (edge) => keep(edge) && !found.has(edge.id));
    for (const shortcut of onePass(wiring, rank)) found.set(shortcut.edgeId, shortcut);
  }
  const rankOf = (id: string) => rank.get(id) ?? rank.size;
  return [...found.values()].sort((a, b) => rankOf(a.addId) - rankOf(b.addId));
}

/** Topological rank of each node; edges that run against it close a loop and are not followed. */
function ranks(wiring: Wiring): Map<string, number> {
  return new Map(topologicalOrder(wiring).order.map((id, index) => [id, index]));
}

interface Branch {
  edge: GraphEdge;
  /** Nodes from the fork (left out) to the edge's source, in topological order. */
  nodes: readonly string[];
  members: ReadonlySet<string>;
  /** Convolutions and dense layers on its longest way. */
  layers: number;
}

function onePass(wiring: Wiring, rank: ReadonlyMap<string, number>): Shortcut[] {
  const order = [...rank.keys()];
  const dominator = dominators(wiring, order);
  return order.flatMap((addId) => {
    const edges = wiring.incoming(addId);
    if (wiring.nodes.get(addId)?.type !== 'Add' || edges.length < 2) return [];
    const fork = dominator.of(addId);
    const branches = edges.map((edge) => branchOf(wiring, rank, edge, fork));
    const longest = Math.max(...branches.map((branch) => branch.layers));
    return branches.flatMap((branch): Shortcut[] => {
      const kind = shortcutKind(wiring, branch, branches, fork, longest);
      if (kind === undefined) return [];
      const { edge } = branch;
      const identity = kind === 'identity';
      return [
        {
          edgeId: edge.id,
          addId,
          source: identity ? edge.source : (fork ?? edge.source),
          kind,
          nodes: identity ? [] : [...branch.nodes],
          muted: edge.muted === true,
        },
      ];
    });
  });
}

function shortcutKind(
  wiring: Wiring,
  branch: Branch,
  branches: readonly Branch[],
  fork: string | undefined,
  longest: number,
): Shortcut['kind'] | undefined {
  const { source } = branch.edge;
  const feedsAnother = branches.some(
    (other) => other.edge.source !== source && (source === fork || other.members.has(source)),
  );
  if (feedsAnother) return 'identity';
  if (fork === undefined || branch.layers >= longest) return undefined;
  const nodes = branch.nodes.flatMap((id) => wiring.nodes.get(id) ?? []);
  if (!nodes.every(isLinear)) return undefined;
  return nodes.some((node) => WEIGHTED_KINDS.has(operatorFor(node.type)?.kind ?? ''))
    ? 'projection'
    : 'padded';
}

function branchOf(
  wiring: Wiring,
  rank: ReadonlyMap<string, number>,
  edge: GraphEdge,
  fork: string | undefined,
): Branch {
  const rankOf = (id: string) => rank.get(id) ?? 0;
  const forward = (id: string) => wiring.incoming(id).filter((into) => rankOf(into.source) < rankOf(id));
  const members = new Set<string>();
  const queue = edge.source === fork || rankOf(edge.source) >= rankOf(edge.target) ? [] : [edge.source];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (members.has(id)) continue;
    members.add(id);
    for (const { source } of forward(id)) if (source !== fork) queue.push(source);
  }
  const nodes = [...members].sort((a, b) => rankOf(a) - rankOf(b));
  const layers = new Map<string, number>();
  for (const id of nodes) {
    const before = Math.max(0, ...forward(id).map(({ source }) => layers.get(source) ?? 0));
    layers.set(id, before + (hasKernel(wiring.nodes.get(id)) ? 1 : 0));
  }
  return { edge, nodes, members, layers: layers.get(edge.source) ?? 0 };
}

const WEIGHTED_KINDS: ReadonlySet<string> = new Set(['convolution', 'dense', 'normalisation']);

/** Convolutions and dense layers: what the paper counts as a layer. */
export function hasKernel(node: GraphNode | undefined): boolean {
  const kind = node && operatorFor(node.type)?.kind;
  return kind === 'convolution' || kind === 'dense';
}

function isLinear(node: GraphNode): boolean {
  const operator = operatorFor(node.type);
  const parsed = operator && parseParams(operator, node.params);
  return parsed?.ok === true && operator?.linear?.(parsed.params) === true;
}
