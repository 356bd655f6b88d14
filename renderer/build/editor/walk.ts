/** Which item of the canvas an arrow key leads to. Pure. */

/** In pixels of the graph. Of an unfolded group, its head. */
export interface Place {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export const WALKS = {
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
} as const;
export type Walk = keyof typeof WALKS;

export const isWalk = (key: string): key is Walk => Object.hasOwn(WALKS, key);

/** Centers less than this far apart are in one row or column. */
const ALIGNED = 4;

const center = ({ x, y, width, height }: Place) => ({ x: x + width / 2, y: y + height / 2 });

/** The next place in that direction, if there is one. Straight on counts more than near. */
export function walkFrom(from: Place, key: Walk, places: readonly Place[]): Place | undefined {
  const start = center(from);
  const { dx, dy } = WALKS[key];
  return best(places, (place) => {
    if (place.id === from.id) return undefined;
    const to = center(place);
    const ahead = (to.x - start.x) * dx + (to.y - start.y) * dy;
    const aside = Math.abs((to.x - start.x) * dy) + Math.abs((to.y - start.y) * dx);
    if (ahead < ALIGNED) return undefined;
    // Graphs are high: to a side, only what is beside.
    if (dx !== 0 && aside > ahead) return undefined;
    return ahead + 2 * aside;
  });
}

/** The place that is closest to where something was. */
export function nearest(where: Place, places: readonly Place[]): Place | undefined {
  const start = center(where);
  return best(places, (place) => {
    const to = center(place);
    return Math.hypot(to.x - start.x, to.y - start.y);
  });
}

/** The place with the lowest score; those without one are left out. */
function best(places: readonly Place[], scoreOf: (place: Place) => number | undefined): Place | undefined {
  let found: { place: Place; score: number } | undefined;
  for (const place of places) {
    const score = scoreOf(place);
    if (score !== undefined && (found === undefined || score < found.score)) found = { place, score };
  }
  return found?.place;
}

export type Way = 'next' | 'previous' | 'left' | 'right';

interface Link {
  source: string;
  target: string;
}

/**
 * Where edges lead from an item: to the next or the previous one, along the leftmost branch, or to the branch beside it, which
 * begins at the same fork or ends at the same merge.
 * @param xOf the left border of an item
 */
export function along(
  from: string,
  way: Way,
  links: readonly Link[],
  xOf: (id: string) => number,
): string | undefined {
  const targetsOf = (id: string) => links.flatMap(({ source, target }) => (source === id ? [target] : []));
  const sourcesOf = (id: string) => links.flatMap(({ source, target }) => (target === id ? [source] : []));
  const leftmost = (ids: readonly string[]) => [...ids].sort((a, b) => xOf(a) - xOf(b))[0];
  if (way === 'next') return leftmost(targetsOf(from));
  if (way === 'previous') return leftmost(sourcesOf(from));
  const beside = [...sourcesOf(from).flatMap(targetsOf), ...targetsOf(from).flatMap(sourcesOf)];
  const sign = way === 'left' ? -1 : 1;
  const ahead = beside.filter((id) => sign * (xOf(id) - xOf(from)) > 0);
  return [...ahead].sort((a, b) => sign * (xOf(a) - xOf(b)))[0];
}
