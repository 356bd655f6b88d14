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
