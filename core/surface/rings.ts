/** Contours of a grid of values: marching squares (Lorensen and Cline, 1987), with linear interpolation. */

type Place = readonly [x: number, y: number];
/** The sides of a cell. */
type Side = 'top' | 'right' | 'bottom' | 'left';

/** By corners at or above the level (1: top left, 2: top right, 4: bottom right, 8: bottom left): the lines in a cell, high values on their left. */
const LINES: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [['left', 'top']],
  [['top', 'right']],
  [['left', 'right']],
  [['right', 'bottom']],
  [
    ['left', 'top'],
    ['right', 'bottom'],
  ],
  [['top', 'bottom']],
  [['left', 'bottom']],
  [['bottom', 'left']],
  [['bottom', 'top']],
  [
    ['top', 'right'],
    ['bottom', 'left'],
  ],
  [['bottom', 'right']],
  [['right', 'left']],
  [['right', 'top']],
  [['top', 'left']],
  [],
];

/**
 * Closed lines around the values at or above `level`, in units of the grid: 0 to columns - 1, and 0 to rows - 1. An even-odd fill
 * colors these values.
 * @param values finite, row by row
 */
export function ringsAt(values: readonly number[], columns: number, level: number): Place[][] {
  const rows = values.length / columns;
  const isIn = (x: number, y: number) => x >= 0 && x < columns && y >= 0 && y < rows;
  // Around the grid is less than any level, so that all lines are closed.
  const valueAt = (x: number, y: number) =>
    isIn(x, y) ? values[y * columns + x]! : Number.NEGATIVE_INFINITY;
  const places = new Map<string, Place>();
  const next = new Map<string, string>();
  const crossing = (x: number, y: number, side: Side): string => {
    const [x1, y1] = side === 'right' ? [x + 1, y] : side === 'bottom' ? [x, y + 1] : [x, y];
    const across = side === 'top' || side === 'bottom';
    const [x2, y2] = across ? [x1 + 1, y1] : [x1, y1 + 1];
    const key = `${across ? 'h' : 'v'} ${x1} ${y1}`;
    if (!places.has(key)) {
      const share = shareOf(valueAt(x1, y1), valueAt(x2, y2), level);
      places.set(key, [x1 + share * (x2 - x1), y1 + share * (y2 - y1)]);
    }
    return key;
  };
  for (let y = -1; y < rows; y++) {
    for (let x = -1; x < columns; x++) {
      const corners: readonly Place[] = [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
      ];
      const high = corners.reduce((sum, [cx, cy], bit) => sum + (valueAt(cx, cy) >= level ? 2 ** bit : 0), 0);
      for (const [from, to] of LINES[high]!) next.set(crossing(x, y, from), crossing(x, y, to));
    }
  }
  const rings: Place[][] = [];
  while (next.size > 0) {
    const ring: Place[] = [];
    for (let key = next.keys().next().value; key !== undefined; ) {
      ring.push(places.get(key)!);
      const following = next.get(key);
      next.delete(key);
      key = following !== undefined && next.has(following) ? following : undefined;
    }
    rings.push(ring);
  }
  return rings;
}

/** Where between two values the level is. Lines end at the edge of the grid. */
function shareOf(from: number, to: number, level: number): number {
  if (from === Number.NEGATIVE_INFINITY) return 1;
  if (to === Number.NEGATIVE_INFINITY) return 0;
  return (level - from) / (to - from);
}
