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

/** Edges that are not kept, or whose ends do not exist, are left out. Of nodes with one id the first counts. */
export function wire(
  document: Pick<GraphDocument, 'nodes' | 'edges'>,
  keep: (edge: GraphEdge) => boolean = () => true,
): Wiring {
  const nodes = new Map<string, GraphNode>();
  for (const node of document.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
  const into = new Map<string, GraphEdge[]>();
  const from = new Map<string, GraphEdge[]>();
  const push = (map: Map<string, GraphEdge[]>, id: string, edge: GraphEdge) => {
    const list = map.get(id);
    if (list) list.push(edge);
    else map.set(id, [edge]);
  };
  for (const edge of document.edges) {
    if (!keep(edge) || !nodes.has(edge.source) || !nodes.has(edge.target)) continue;
    push(into, edge.target, edge);
    push(from, edge.source, edge);
  }
  for (const list of into.values()) if (list.length > 1) list.sort((a, b) => a.port - b.port);
  return {
    nodes,
    incoming: (id) => into.get(id) ?? NONE,
    outgoing: (id) => from.get(id) ?? NONE,
  };
}

/** A wiring without some of its edges; what they do not touch is shared with it. */
export function withoutEdges(wiring: Wiring, edges: Iterable<GraphEdge>): Wiring {
  const dropped = new Set<GraphEdge>(edges);
  if (dropped.size === 0) return wiring;
  const into = new Map<string, readonly GraphEdge[]>();
  const from = new Map<string, readonly GraphEdge[]>();
  const left = (list: readonly GraphEdge[]) => list.filter((edge) => !dropped.has(edge));
  for (const { source, target } of dropped) {
    if (!into.has(target)) into.set(target, left(wiring.incoming(target)));
    if (!from.has(source)) from.set(source, left(wiring.outgoing(source)));
  }
  return {
    nodes: wiring.nodes,
    incoming: (id) => into.get(id) ?? wiring.incoming(id),
    outgoing: (id) => from.get(id) ?? wiring.outgoing(id),
  };
}

export interface Order {
  /** Nodes after their inputs; the document's own order where it already is such a one. */
  order: readonly string[];
  /** Nodes of one loop, in the direction of the edges; absent where there is none. */
  cycle?: readonly string[];
}

/**
 * Depth-first from each node to its inputs. Nodes on a loop, and those that such nodes feed, come in the order of
 * the document's search and are only good for listing.
 */
export function topologicalOrder(wiring: Wiring): Order {
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
        // The stack runs against the edges: reverse it to read the loop as it is drawn.
        cycle ??= stack
          .slice(stack.findIndex((entry) => entry.id === edge.source))
          .map((entry) => entry.id)
          .reverse();
      }
    }
  }
  return cycle ? { order, cycle } : { order };
}

/** Ids of the nodes from which `ids` can be reached along the edges, themselves included. */
export function ancestorsOf(wiring: Wiring, ids: Iterable<string>): Set<string> {
  return spread(ids, (id) => wiring.incoming(id).map((edge) => edge.source));
}

/** Ids of the nodes that can be reached from `ids` along the edges, themselves included. */
export function descendantsOf(wiring: Wiring, ids: Iterable<string>): Set<string> {
  return spread(ids, (id) => wiring.outgoing(id).map((edge) => edge.target));
}

function spread(ids: Iterable<string>, next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(ids);
  const queue = [...reached];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const neighbour of next(id)) {
      if (reached.has(neighbour)) continue;
      reached.add(neighbour);
      queue.push(neighbour);
    }
  }
  return reached;
}
