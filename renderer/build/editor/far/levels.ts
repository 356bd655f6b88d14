/** How much is drawn at which zoom. Pure. */
import type { Scene } from '../scene';
import { type Closed, NONE_CLOSED, type Places } from './places';

/** Below this zoom, text is too small to read: everything is drawn on one canvas (FarCanvas.tsx), without elements. */
export const FAR = 0.42;

/** A frame is drawn as one box if the lowest thing inside would be lower than this on the screen, in pixels. */
const LOWEST = 6;

/** Heights of the lowest thing in each frame, ascending; what is closed depends on nothing else. */
export interface Details {
  frames: readonly { id: string; lowest: number }[];
}

export function detailsOf({ nodes }: Pick<Scene, 'nodes'>, { children }: Pick<Places, 'children'>): Details {
  const frames = nodes.flatMap(({ id, type }) => {
    if (type !== 'frame') return [];
    const lowest = Math.min(...(children.get(id) ?? []).map(({ height = 0 }) => height));
    return [{ id, lowest }];
  });
  return { frames: frames.sort((a, b) => a.lowest - b.lowest) };
}

/** How many of the frames are closed at a zoom: the first ones. */
export function closedCount({ frames }: Details, zoom: number): number {
  let [low, high] = [0, frames.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle]!.lowest * zoom < LOWEST) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function closedFrames({ frames }: Details, count: number, { nodes }: Pick<Scene, 'nodes'>): Closed {
  if (count === 0) return NONE_CLOSED;
  const small = new Set(frames.slice(0, count).map(({ id }) => id));
  const closed = new Set<string>();
  const hidden = new Map<string, string>();
  // Frames come before what is inside.
  for (const { id, parentId = '' } of nodes) {
    const inside = closed.has(parentId) ? parentId : hidden.get(parentId);
    if (inside !== undefined) hidden.set(id, inside);
    else if (small.has(id)) closed.add(id);
  }
  return { closed, hidden };
}
