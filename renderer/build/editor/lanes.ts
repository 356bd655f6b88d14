import type { Position } from '../../../core/graph/document';
import type { Contents } from './contents';
import { ARC_GAP, FORK_DROP, FRAME_ROOM, type Size } from './geometry';
import type { Item } from './outline';

/** The vertical line of every shortcut, outside of what it passes; inner ones are nearer to the main path. */
export function laneArcs(
  children: readonly Item[],
  shortcuts: Contents['shortcuts'],
  corners: ReadonlyMap<string, Position>,
  sizes: ReadonlyMap<string, Size & { axis: number }>,
): Map<string, { x: number; forkY: number }> {
  const rects = children.map((child) => {
    const { x, y } = corners.get(child.key)!;
    const { width, height } = sizes.get(child.key)!;
    return { top: y, bottom: y + height, right: x + width };
  });
  const spans = shortcuts.map((shortcut) => {
    const source = shortcut.from === undefined ? undefined : corners.get(shortcut.from);
    const forkY = source
      ? source.y + sizes.get(shortcut.from!)!.height + FORK_DROP
      : Math.min(0, ...[...corners.values()].map((corner) => corner.y)) - FRAME_ROOM / 2;
    const target = corners.get(shortcut.to)!;
    return { shortcut, forkY, end: target.y + sizes.get(shortcut.to)!.height / 2 };
  });
  spans.sort((a, b) => a.end - a.forkY - (b.end - b.forkY) || a.forkY - b.forkY);
  const lanes = new Map<string, { x: number; forkY: number }>();
  for (const { shortcut, forkY, end } of spans) {
    const through = shortcut.nodes.at(-1);
    const middle = through === undefined ? undefined : corners.get(through);
    let x = 0;
    if (middle) {
      x = middle.x + sizes.get(through!)!.axis;
    } else {
      for (const rect of rects) if (rect.top < end && rect.bottom > forkY) x = Math.max(x, rect.right);
      x += ARC_GAP;
      rects.push({ top: forkY, bottom: end, right: x });
    }
    lanes.set(shortcut.wire.id, { x, forkY });
  }
  return lanes;
}
