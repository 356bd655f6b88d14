/** SVG paths of wires. */
export interface Point {
  x: number;
  y: number;
}

/** A line through the points with round corners. */
export function roundedPath(points: readonly Point[], radius = 16): string {
  const corners = points.filter((point, at) => {
    const before = points[at - 1];
    return !before || before.x !== point.x || before.y !== point.y;
  });
  const [start, ...rest] = corners;
  if (!start) return '';
  let path = `M ${start.x} ${start.y}`;
  for (const [index, corner] of rest.entries()) {
    const before = corners[index]!;
    const after = rest[index + 1];
    if (!after) {
      path += ` L ${corner.x} ${corner.y}`;
      continue;
    }
    const legIn = Math.hypot(corner.x - before.x, corner.y - before.y);
    const legOut = Math.hypot(after.x - corner.x, after.y - corner.y);
    const r = Math.min(radius, legIn / 2, legOut / 2);
    const from = toward(corner, before, r);
    const to = toward(corner, after, r);
    path += ` L ${from.x} ${from.y} Q ${corner.x} ${corner.y} ${to.x} ${to.y}`;
  }
  return path;
}

function toward(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

export interface WireEnds {
  source: Point;
  target: Point;
}

/** A wire of the main path: straight or bent downward, or around the side if its target is above. */
export function mainPath({ source, target }: WireEnds): Point[] {
  if (Math.abs(source.x - target.x) < 1 && target.y >= source.y) return [source, target];
  if (target.y - source.y >= 16) {
    const middle = (source.y + target.y) / 2;
    return [source, { x: source.x, y: middle }, { x: target.x, y: middle }, target];
  }
  const out = source.y + 14;
  const into = target.y - 14;
  const aside = Math.max(source.x, target.x) + 120;
  return [
    source,
    { x: source.x, y: out },
    { x: aside, y: out },
    { x: aside, y: into },
    { x: target.x, y: into },
    target,
  ];
}

export interface Lane {
  laneX: number;
  forkY: number;
  /** Begins on the main wire at `forkY`, not at the port. */
  branches: boolean;
}

function leave(source: Point, lane: Lane): { points: Point[]; forkY: number } {
  // If the source was dragged below the fork.
  const forkY = lane.forkY > source.y ? lane.forkY : source.y + 11;
  const start = lane.branches ? { x: source.x, y: forkY } : source;
  return { points: [start, { x: source.x, y: forkY }], forkY };
}

/** From the fork to the first node of the projection. */
export function forkPath({ source, target }: WireEnds, lane: Lane): Point[] {
  const { points, forkY } = leave(source, lane);
  if (target.y <= forkY) return mainPath({ source, target });
  return [...points, { x: target.x, y: forkY }, target];
}

/** From the last node of the projection to the side of the Add. */
export function joinPath({ source, target }: WireEnds): Point[] {
  if (source.x <= target.x || target.y <= source.y) {
    const aside = Math.max(source.x, target.x) + 40;
    return [
      source,
      { x: source.x, y: source.y + 14 },
      { x: aside, y: source.y + 14 },
      { x: aside, y: target.y },
      target,
    ];
  }
  return [source, { x: source.x, y: target.y }, target];
}

/** An identity shortcut, from the fork to the side of the Add. */
export function arcPath({ source, target }: WireEnds, lane: Lane): { points: Point[]; laneX: number } {
  const { points, forkY } = leave(source, lane);
  const laneX = Math.max(lane.laneX, target.x + 36, source.x + 36);
  return { points: [...points, { x: laneX, y: forkY }, { x: laneX, y: target.y }, target], laneX };
}
