/** Places the children of a container: the main path straight down, branches and projections in columns to its right. */
import type { Position } from '../../../core/graph/document';
import type { Contents } from './contents';
import { COLUMN_GAP, GROUP_GAP, LAYER_GAP, NODE_WIDTH, type Size } from './geometry';
import type { Item } from './outline';
import { chainsOf } from './paths';

/**
 * Corners of all children as if nothing were pinned.
 * @param order so that each child comes after those that feed it
 */
export function cornersOf(
  children: readonly Item[],
  order: readonly string[],
  links: Contents['links'],
  shortcuts: Contents['shortcuts'],
  sizes: ReadonlyMap<string, Size & { axis: number }>,
): Map<string, Position> {
  const kinds = new Map(children.map((child) => [child.key, child.kind]));
  const gap = (a: string, b: string) =>
    kinds.get(a) === 'layer' && kinds.get(b) === 'layer' ? LAYER_GAP : GROUP_GAP;
  const incoming = new Map<string, string[]>();
  for (const { from, to } of links) incoming.set(to, [...(incoming.get(to) ?? []), from]);

  const top = new Map<string, number>();
  for (const key of order) {
    let y = 0;
    for (const from of incoming.get(key) ?? []) {
      const above = top.get(from);
      if (above !== undefined) y = Math.max(y, above + sizes.get(from)!.height + gap(from, key));
    }
    top.set(key, y);
  }

  const side = new Set(shortcuts.flatMap((shortcut) => shortcut.nodes));
  const chains = chainsOf(order, links, side);
  const corners = new Map<string, Position>();
  const rects: { top: number; bottom: number; right: number }[] = [];
  const [main, ...others] = chains;
  for (const key of main ?? []) {
    const { width, height, axis } = sizes.get(key)!;
    corners.set(key, { x: -axis, y: top.get(key)! });
    rects.push({ top: top.get(key)!, bottom: top.get(key)! + height, right: width - axis });
  }

  const tracks = others.map((chain) => hang(chain, links, top, sizes, side));
  tracks.sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  for (const track of tracks) {
    let right = 0;
    for (const rect of rects)
      if (rect.top < track.to && rect.bottom > track.from) right = Math.max(right, rect.right);
    const width = Math.max(...track.chain.map((key) => sizes.get(key)!.width));
    const left = right + COLUMN_GAP;
    for (const key of track.chain) {
      const { axis } = sizes.get(key)!;
      corners.set(key, { x: left + NODE_WIDTH / 2 - axis, y: top.get(key)! });
    }
    rects.push({ top: track.from, bottom: track.to, right: left + width });
  }
  return corners;
}

/** Moves a side chain (in `top`) to the middle between its ends, or right above its consumer. @returns the rows it takes */
function hang(
  chain: readonly string[],
  links: Contents['links'],
  top: Map<string, number>,
  sizes: ReadonlyMap<string, Size>,
  projections: ReadonlySet<string>,
): { chain: readonly string[]; from: number; to: number } {
  const inside = new Set(chain);
  const first = chain[0]!;
  const last = chain.at(-1)!;
  const start = top.get(first)!;
  const end = top.get(last)! + sizes.get(last)!.height;
  let feeds = Number.POSITIVE_INFINITY;
  // A projection is fed by the fork, which may be outside of the container.
  let feeders = projections.has(first);
  for (const { from, to } of links) {
    if (from === last && !inside.has(to)) feeds = Math.min(feeds, top.get(to)!);
    if (to === first && !inside.has(from)) feeders = true;
  }
  if (!Number.isFinite(feeds)) return { chain, from: start - LAYER_GAP, to: end + LAYER_GAP };
  const slack = feeds - end - LAYER_GAP;
  if (slack > 0) {
    const by = Math.round(feeders ? slack / 2 : slack);
    for (const key of chain) top.set(key, top.get(key)! + by);
  }
  return { chain, from: start - LAYER_GAP, to: feeds + LAYER_GAP };
}
