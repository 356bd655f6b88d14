/**
 * Immediate dominators of an acyclic graph: the last node that every path to a node runs through. For an Add that is
 * the fork where its branches part.
 */
import type { Wiring } from './topology';

export interface Dominators {
  /** The immediate dominator; undefined for nodes without inputs, or where paths meet in no common node. */
  of(id: string): string | undefined;
  /** Whether every path to `id` runs through `above`, which is another node. */
  dominates(above: string, id: string): boolean;
}

/** Above all nodes in the tree of dominators: the common ancestor of those that have no other. */
const ROOT = 0;

/**
 * One pass over the nodes: the inputs of a node are done before it. Each node keeps its parent in the tree of dominators
 * and one ancestor farther up (Myers, "An applicative random-access stack", 1983), so that a walk up the tree takes a number of
 * steps that is logarithmic in its length.
 * @param order topological; in a graph with a loop, edges from a node that comes later are ignored
 */
export function dominators(wiring: Wiring, order: readonly string[]): Dominators {
  const place = new Map<string, number>();
  const parent = [ROOT];
  const jump = [ROOT];
  const depth = [0];

  const climb = (node: number, level: number): number => {
    let at = node;
    while (depth[at]! > level) at = depth[jump[at]!]! >= level ? jump[at]! : parent[at]!;
    return at;
  };
  const meet = (a: number, b: number): number => {
    const level = Math.min(depth[a]!, depth[b]!);
    let [left, right] = [climb(a, level), climb(b, level)];
    while (left !== right) {
      const way = jump[left] === jump[right] ? parent : jump;
      left = way[left]!;
      right = way[right]!;
    }
    return left;
  };

  for (const id of order) {
    let above: number | undefined;
    for (const { source } of wiring.incoming(id)) {
      const from = place.get(source);
      if (from !== undefined) above = above === undefined ? from : meet(above, from);
    }
    const dominator = above ?? ROOT;
    const far = jump[dominator]!;
    const sameStride = depth[dominator]! - depth[far]! === depth[far]! - depth[jump[far]!]!;
    place.set(id, parent.length);
    parent.push(dominator);
    jump.push(sameStride ? jump[far]! : dominator);
    depth.push(depth[dominator]! + 1);
  }

  return {
    of(id) {
      const above = parent[place.get(id) ?? ROOT]!;
      return above === ROOT ? undefined : order[above - 1];
    },
    dominates(above, id) {
      const [top, node] = [place.get(above), place.get(id)];
      return top !== undefined && node !== undefined && top !== node && climb(node, depth[top]!) === top;
    },
  };
}
