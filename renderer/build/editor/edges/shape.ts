/** The points of a wire, and where its texts go. */
import type { WireData } from '../sceneTypes';
import { arcPath, forkPath, joinPath, mainPath, type Point, type WireEnds } from './path';

interface WireShape {
  points: Point[];
  label?: Point & { anchor: 'start' | 'end' };
  pill?: Point;
}

/** @param side it ends at the side of an Add */
export function wireShape(ends: WireEnds, data: WireData, side: boolean): WireShape {
  const { source, target } = ends;
  const { downY, gutterX, upY, enterX } = data;
  if (downY === undefined || upY === undefined || enterX === undefined) return downward(ends, data, side);
  if (gutterX === undefined && Math.abs(source.x - enterX) < 1) return downward(ends, data, side);
  const shape = downward({ source: { x: enterX, y: upY }, target }, data, side);
  // The main wire leads there already.
  if (data.part && data.branches) return shape;
  const across = gutterX === undefined ? [] : [downY, upY].map((y) => ({ x: gutterX, y }));
  return {
    ...shape,
    points: [source, { x: source.x, y: downY }, ...across, ...shape.points],
    ...(!data.part && { label: { x: source.x + 11, y: source.y + 13, anchor: 'start' } }),
  };
}

function downward(ends: WireEnds, data: WireData, side: boolean): WireShape {
  const { source, target } = ends;
  if (data.part === 'arc') {
    const { points, laneX } = arcPath(ends, data);
    const top = points.at(-3)!.y;
    return {
      points,
      pill: { x: laneX, y: (top + target.y) / 2 },
      label: { x: laneX - 12, y: target.y - 10, anchor: 'end' },
    };
  }
  if (data.part === 'fork')
    return { points: forkPath(ends, data), label: { x: target.x + 10, y: target.y - 14, anchor: 'start' } };
  if (data.part === 'join' || side) {
    const points = joinPath(ends);
    const lane = points.at(-2)!.x;
    return {
      points,
      pill: { x: lane, y: source.y + Math.max(24, (target.y - source.y) / 2) },
      label: { x: lane - 12, y: target.y - 10, anchor: 'end' },
    };
  }
  // Several wires may leave one port.
  if (Math.abs(source.x - target.x) > 20 && target.y > source.y)
    return { points: mainPath(ends), label: { x: target.x + 11, y: target.y - 13, anchor: 'start' } };
  const gap = target.y - source.y;
  const drop = gap > 0 ? Math.min(gap / 2, 17) : 12;
  return { points: mainPath(ends), label: { x: source.x + 11, y: source.y + drop, anchor: 'start' } };
}
