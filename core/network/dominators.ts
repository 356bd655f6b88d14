/** Immediate dominators of an acyclic graph: the last node on every path to a node. For an Add, the fork of its branches. */
import type { Ranked } from '../graph/topology';

export interface Dominators {
  /** Rank of the immediate dominator; undefined if there is none. */
  of(rank: number): number | undefined;
  /** Whether every path to `rank` runs through `above`, which is another node. */
  dominates(above: number, rank: number): boolean;
}

/** The root of the tree of dominators, above all nodes. */
const ROOT = 0;

/**
 * One pass. Each node keeps its parent in the tree and one more distant ancestor (Myers, "An applicative random-access
 * stack", 1983), so a walk up the tree takes a logarithmic number of steps.
 * @param dropped by edge: 1 if it is not followed
 */
export function dominators({ order, first, source }: Ranked, dropped?: Uint8Array): Dominators {
  // The node of rank r is at r + 1, behind the root.
  const parent = new Int32Array(order.length + 1);
  const jump = new Int32Array(order.length + 1);
  const depth = new Int32Array(order.length + 1);

  const climb = (node: number, level: number): number => {
    let at = node;
    while (depth[at]! > level) at = depth[jump[at]!]! >= level ? jump[at]! : parent[at]!;
    return at;
  };
  const meet = (a: number, b: number): number => {
    const level = Math.min(depth[a]!, depth[b]!);
    let left = climb(a, level);
    let right = climb(b, level);
    while (left !== right) {
      const way = jump[left] === jump[right] ? parent : jump;
      left = way[left]!;
      right = way[right]!;
    }
    return left;
  };

  for (let rank = 0; rank < order.length; rank++) {
    let above: number | undefined;
    for (let edge = first[rank]!; edge < first[rank + 1]!; edge++) {
      if (dropped?.[edge]) continue;
      const from = source[edge]! + 1;
      above = above === undefined ? from : meet(above, from);
    }
    const dominator = above ?? ROOT;
    const far = jump[dominator]!;
    const sameStride = depth[dominator]! - depth[far]! === depth[far]! - depth[jump[far]!]!;
    parent[rank + 1] = dominator;
    jump[rank + 1] = sameStride ? jump[far]! : dominator;
    depth[rank + 1] = depth[dominator]! + 1;
  }

  return {
    of(rank) {
      const above = parent[rank + 1]!;
      return above === ROOT ? undefined : above - 1;
    },
    dominates: (above, rank) => above !== rank && climb(rank + 1, depth[above + 1]!) === above + 1,
  };
}
