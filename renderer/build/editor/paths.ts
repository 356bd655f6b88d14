/** Order and chains of a container's items, for the layout. */

export interface Link {
  from: string;
  to: string;
}

/** What each item feeds. */
function successors(links: readonly Link[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const { from, to } of links) map.set(from, [...(map.get(from) ?? []), to]);
  return map;
}

/** Topological order, otherwise as given. Items on a loop are last. */
export function orderOf(keys: readonly string[], links: readonly Link[]): string[] {
  const waiting = new Map(keys.map((key) => [key, 0]));
  for (const { from, to } of links)
    if (from !== to && waiting.has(from) && waiting.has(to)) waiting.set(to, waiting.get(to)! + 1);
  const next = successors(links);
  const ready = keys.filter((key) => waiting.get(key) === 0);
  const order: string[] = [];
  for (let at = 0; at < ready.length; at += 1) {
    const key = ready[at]!;
    order.push(key);
    for (const to of next.get(key) ?? []) {
      if (to === key || !waiting.has(to)) continue;
      const left = waiting.get(to)! - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  const done = new Set(order);
  return [...order, ...keys.filter((key) => !done.has(key))];
}

/** Splits the items into chains: the longest path without `side` (the main path), then the longest of the rest, repeatedly. */
export function chainsOf(
  order: readonly string[],
  links: readonly Link[],
  side: ReadonlySet<string>,
): string[][] {
  const next = successors(links);
  const rest = new Set(order);
  const chains: string[][] = [];
  const longest = (allowed: (key: string) => boolean): string[] => {
    const length = new Map<string, number>();
    const onward = new Map<string, string | undefined>();
    let start: string | undefined;
    for (let at = order.length - 1; at >= 0; at -= 1) {
      const key = order[at]!;
      if (!rest.has(key) || !allowed(key)) continue;
      let best: string | undefined;
      for (const to of next.get(key) ?? []) {
        const reach = length.get(to);
        if (reach !== undefined && (best === undefined || reach > length.get(best)!)) best = to;
      }
      length.set(key, 1 + (best === undefined ? 0 : length.get(best)!));
      onward.set(key, best);
      if (start === undefined || length.get(key)! >= length.get(start)!) start = key;
    }
    const path: string[] = [];
    for (let key = start; key !== undefined; key = onward.get(key)) path.push(key);
    return path;
  };
  const take = (keys: string[]) => {
    for (const key of keys) rest.delete(key);
    if (keys.length > 0) chains.push(keys);
    return keys.length > 0;
  };
  take(longest((key) => !side.has(key)));
  while (rest.size > 0) if (!take(longest(() => true))) break;
  return chains;
}
