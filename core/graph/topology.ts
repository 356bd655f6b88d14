/** Who feeds whom, and an order in which every node comes after its inputs. All of it linear in nodes and edges. */
import type { GraphDocument, GraphEdge, GraphNode } from './document';

export interface Wiring {
  nodes: ReadonlyMap<string, GraphNode>;
  /** Edges into a node, in port order. */
  incoming(id: string): readonly GraphEdge[];
  /** Edges out of a node, in document order. */
  outgoing(id: string): readonly GraphEdge[];
}

const NONE: readonly GraphEdge[] = [];

/** Without edges that `keep` rejects or that lack an end. The first of several nodes with the same id counts. */
export function wire(
  document: Pick<GraphDocument, 'nodes' | 'edges'>,
  keep: (edge: GraphEdge) => boolean = () => true,
): Wiring {
  const nodes = new Map<string, GraphNode>();
  const ends = new Map<string, { into: GraphEdge[]; from: GraphEdge[] }>();
  for (const node of document.nodes) {
    if (nodes.has(node.id)) continue;
    nodes.set(node.id, node);
    ends.set(node.id, { into: [], from: [] });
  }
  for (const edge of document.edges) {
    if (!keep(edge)) continue;
    const source = ends.get(edge.source);
    const target = ends.get(edge.target);
    if (source === undefined || target === undefined) continue;
    source.from.push(edge);
    target.into.push(edge);
  }
  for (const { into } of ends.values()) if (into.length > 1) into.sort((a, b) => a.port - b.port);
  return {
    nodes,
    incoming: (id) => ends.get(id)?.into ?? NONE,
    outgoing: (id) => ends.get(id)?.from ?? NONE,
  };
}

export interface Order {
  /** Nodes after their inputs: the document's own order if possible. */
  order: readonly string[];
  /** Nodes of one loop, in the direction of the edges. */
  cycle?: readonly string[];
}

/** Depth-first from each node to its inputs. The order of nodes on a loop, and behind one, has no meaning. */
export function topologicalOrder(wiring: Wiring): Order {
  if (isInOrder(wiring)) return { order: [...wiring.nodes.keys()] };
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  let cycle: string[] | undefined;
  for (const start of wiring.nodes.keys()) {
    if (state.has(start)) continue;
    const stack = [{ id: start, next: 0 }];
    state.set(start, 'open');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = wiring.incoming(top.id)[top.next++];
      if (edge === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        stack.pop();
        continue;
      }
      const seen = state.get(edge.source);
      if (seen === undefined) {
        state.set(edge.source, 'open');
        stack.push({ id: edge.source, next: 0 });
      } else if (seen === 'open') {
        // The stack runs against the edges.
        cycle ??= stack
          .slice(stack.findIndex((entry) => entry.id === edge.source))
          .map((entry) => entry.id)
          .reverse();
      }
    }
  }
  return cycle ? { order, cycle } : { order };
}

function isInOrder(wiring: Wiring): boolean {
  const before = new Set<string>();
  for (const id of wiring.nodes.keys()) {
    for (const { source } of wiring.incoming(id)) if (!before.has(source)) return false;
    before.add(id);
  }
  return true;
}

/** A wiring by topological rank in flat arrays, for repeated passes. Edges against the order, which close a loop, are left out. */
export interface Ranked {
  order: readonly string[];
  rank: ReadonlyMap<string, number>;
  /** By the rank of the target, then by port. */
  edges: readonly GraphEdge[];
  /** The edges into the node of rank r are `first[r]` up to, not including, `first[r + 1]`. */
  first: Int32Array;
  source: Int32Array;
}

export function rankedWiring(wiring: Wiring, order: readonly string[]): Ranked {
  const rank = new Map<string, number>();
  const edges: GraphEdge[] = [];
  const sources: number[] = [];
  const first = new Int32Array(order.length + 1);
  order.forEach((id, at) => {
    for (const edge of wiring.incoming(id)) {
      const source = rank.get(edge.source);
      if (source === undefined) continue;
      edges.push(edge);
      sources.push(source);
    }
    rank.set(id, at);
    first[at + 1] = edges.length;
  });
  return { order, rank, edges, first, source: Int32Array.from(sources) };
}

/** Nodes from which `ids` can be reached, and `ids`. */
export function ancestorsOf(wiring: Wiring, ids: Iterable<string>): Set<string> {
  return spread(ids, wiring.incoming, (edge) => edge.source);
}

/** Nodes that can be reached from `ids`, and `ids`. */
export function descendantsOf(wiring: Wiring, ids: Iterable<string>): Set<string> {
  return spread(ids, wiring.outgoing, (edge) => edge.target);
}

function spread(
  ids: Iterable<string>,
  edgesOf: (id: string) => readonly GraphEdge[],
  endOf: (edge: GraphEdge) => string,
): Set<string> {
  const reached = new Set(ids);
  const queue = [...reached];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of edgesOf(id)) {
      const neighbor = endOf(edge);
      if (reached.has(neighbor)) continue;
      reached.add(neighbor);
      queue.push(neighbor);
    }
  }
  return reached;
}
