/**
 * Immediate dominators of an acyclic graph: the last node that every path to a node runs through. For an Add that is
 * the fork where its branches part.
 */
import type { Wiring } from './topology';

export interface Dominators {
  /** The immediate dominator; undefined for nodes without inputs, or where paths meet in no common node. */
  of(id: string): string | undefined;
}

/** @param order topological: one pass over it is enough, as the inputs of a node are done before it */
export function dominators(wiring: Wiring, order: readonly string[]): Dominators {
  const parent = new Map<string, string | undefined>();
  const depth = new Map<string, number>();
  const level = (id: string | undefined) => (id === undefined ? 0 : (depth.get(id) ?? 0));
  const meet = (a: string | undefined, b: string | undefined): string | undefined => {
    while (a !== b) {
      if (level(a) >= level(b)) a = a === undefined ? undefined : parent.get(a);
      else b = b === undefined ? undefined : parent.get(b);
    }
    return a;
  };
  for (const id of order) {
    // On a graph with a loop some input comes later in the order; it is left out, so that every walk ends.
    const [first, ...rest] = wiring.incoming(id).filter((edge) => depth.has(edge.source));
    const dominator = rest.reduce(
      (known: string | undefined, edge) => meet(known, edge.source),
      first?.source,
    );
    parent.set(id, dominator);
    depth.set(id, level(dominator) + 1);
  }
  return { of: (id) => parent.get(id) };
}
