/** The path of a value on the canvas. Pure. */

interface Edge {
  id: string;
  source: string;
  target: string;
  data?: { muted: boolean } | undefined;
}

export interface ValuePath {
  items: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

/**
 * All that leads to an item or edge and all that it leads to, itself included. A removed edge leads nowhere, unless it is the one
 * that was asked for.
 */
export function pathThrough(edges: readonly Edge[], id: string): ValuePath {
  const live = edges.filter((edge) => edge.id === id || !edge.data?.muted);
  const start = live.find((edge) => edge.id === id);
  const items = new Set<string>();
  const found = new Set<string>(start ? [start.id] : []);
  for (const [from, to, first] of [
    ['target', 'source', start?.source ?? id],
    ['source', 'target', start?.target ?? id],
  ] as const) {
    const leaving = new Map<string, Edge[]>();
    for (const edge of live) {
      const known = leaving.get(edge[from]);
      if (known) known.push(edge);
      else leaving.set(edge[from], [edge]);
    }
    const seen = new Set([first]);
    for (const item of seen) {
      items.add(item);
      for (const edge of leaving.get(item) ?? []) {
        found.add(edge.id);
        seen.add(edge[to]);
      }
    }
  }
  return { items, edges: found };
}
