/**
 * The ten classes of `shapes` as signed distances (negative inside) to outlines in the unit circle. Only operations that IEEE 754
 * rounds the same everywhere: +, -, *, / and square roots.
 */
// For the inner loops.
const { abs, max, min, sqrt } = Math;

export interface Outline {
  name: string;
  distance(x: number, y: number): number;
}

const length = (x: number, y: number): number => sqrt(x * x + y * y);

const box = (x: number, y: number, halfWidth: number, halfHeight: number): number => {
  const dx = abs(x) - halfWidth;
  const dy = abs(y) - halfHeight;
  return length(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0);
};

/** Distance to the nearest edge, sign by crossing number. */
function polygon(corners: readonly number[]): (x: number, y: number) => number {
  const n = corners.length / 2;
  return (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    let inside = false;
    for (let i = 0, j = n - 1; i < n; j = i++) {
      const ax = corners[2 * j]!;
      const ay = corners[2 * j + 1]!;
      const bx = corners[2 * i]!;
      const by = corners[2 * i + 1]!;
      const ex = bx - ax;
      const ey = by - ay;
      const along = min(1, max(0, ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey)));
      const dx = x - ax - along * ex;
      const dy = y - ay - along * ey;
      nearest = min(nearest, dx * dx + dy * dy);
      if (ay > y !== by > y && x < ax + ((y - ay) / ey) * ex) inside = !inside;
    }
    return inside ? -sqrt(nearest) : sqrt(nearest);
  };
}

/** Corners of the polygons as x, y, x, y, ... */
export const corners = {
  triangle: [0, 1, -0.866, -0.5, 0.866, -0.5],
  // Five tips on the unit circle, five dents at radius 0.42.
  star: [
    ...[0, 1, -0.2469, 0.3398, -0.9511, 0.309, -0.3994, -0.1298, -0.5878, -0.809],
    ...[0, -0.42, 0.5878, -0.809, 0.3994, -0.1298, 0.9511, 0.309, 0.2469, 0.3398],
  ],
  arrow: [1, 0, 0.1, 0.75, 0.1, 0.26, -0.95, 0.26, -0.95, -0.26, 0.1, -0.26, 0.1, -0.75],
  hourglass: [-0.64, -0.76, 0.64, -0.76, 0.12, 0, 0.64, 0.76, -0.64, 0.76, -0.12, 0],
} satisfies Record<string, readonly number[]>;

export const outlines: readonly Outline[] = [
  { name: 'circle', distance: (x, y) => length(x, y) - 0.85 },
  { name: 'ring', distance: (x, y) => abs(length(x, y) - 0.72) - 0.2 },
  { name: 'semicircle', distance: (x, y) => max(length(x, y + 0.4) - 0.9, -(y + 0.4)) },
  { name: 'crescent', distance: (x, y) => max(length(x, y) - 0.95, 0.74 - length(x - 0.48, y)) },
  { name: 'square', distance: (x, y) => box(x, y, 0.72, 0.72) },
  { name: 'triangle', distance: polygon(corners.triangle) },
  { name: 'cross', distance: (x, y) => min(box(x, y, 0.92, 0.27), box(x, y, 0.27, 0.92)) },
  { name: 'star', distance: polygon(corners.star) },
  { name: 'arrow', distance: polygon(corners.arrow) },
  { name: 'hourglass', distance: polygon(corners.hourglass) },
];
