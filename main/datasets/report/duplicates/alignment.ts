/** Correlation of two thumbnails when one is moved and scaled onto the other. */
import { SIDE } from './thumbnail';

/** Maps a point (x, y) of a to (scale * x + dx, scale * y + dy) in b, in thumbnail pixels. */
export interface Placement {
  scale: number;
  dx: number;
  dy: number;
}

/** Least fraction of either thumbnail to be compared. */
const OVERLAP = 0.6;

export interface Agreement {
  placement: Placement;
  /** Brightness in the overlap, -1..1. */
  correlation: number;
}

/** b's values at a's pixels, bilinear. Reused, so only one comparison at a time. */
const sampled = new Float32Array(SIDE * SIDE);
const left = new Int32Array(SIDE);
const share = new Float32Array(SIDE);

interface Window {
  fromX: number;
  toX: number;
  fromY: number;
  toY: number;
}

/** Pixels of a (exclusive end) inside b. */
function windowOf({ scale, dx, dy }: Placement): Window {
  const range = (shift: number): [number, number] => [
    Math.max(0, Math.ceil(-shift / scale - 1e-6)),
    Math.min(SIDE - 1, Math.floor((SIDE - 1 - shift) / scale + 1e-6)) + 1,
  ];
  const [fromX, toX] = range(dx);
  const [fromY, toY] = range(dy);
  return { fromX, toX, fromY, toY };
}

function sample(b: Float32Array, { scale, dx, dy }: Placement, window: Window, stride: number): void {
  const { fromX, toX, fromY, toY } = window;
  for (let x = fromX; x < toX; x += stride) {
    const at = Math.min(SIDE - 1, Math.max(0, scale * x + dx));
    left[x] = Math.min(SIDE - 2, Math.floor(at));
    share[x] = at - left[x]!;
  }
  for (let y = fromY; y < toY; y += stride) {
    const at = Math.min(SIDE - 1, Math.max(0, scale * y + dy));
    const top = Math.min(SIDE - 2, Math.floor(at));
    const below = at - top;
    const row = top * SIDE;
    for (let x = fromX; x < toX; x += stride) {
      const from = row + left[x]!;
      const s = share[x]!;
      const upper = b[from]! + s * (b[from + 1]! - b[from]!);
      const lower = b[from + SIDE]! + s * (b[from + SIDE + 1]! - b[from + SIDE]!);
      sampled[y * SIDE + x] = upper + below * (lower - upper);
    }
  }
}

/** Pearson correlation of a and `sampled` in the window; 0 if either is constant. */
function correlate(a: Float32Array, { fromX, toX, fromY, toY }: Window, stride: number): number {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let y = fromY; y < toY; y += stride) {
    for (let x = fromX; x < toX; x += stride) {
      const p = a[y * SIDE + x]!;
      const q = sampled[y * SIDE + x]!;
      n++;
      sumA += p;
      sumB += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  }
  const varA = aa - (sumA * sumA) / n;
  const varB = bb - (sumB * sumB) / n;
  return varA > 1e-3 && varB > 1e-3 ? (ab - (sumA * sumB) / n) / Math.sqrt(varA * varB) : 0;
}

/** -1 if the overlap is too small. */
export function correlationAt(a: Float32Array, b: Float32Array, placement: Placement, stride = 1): number {
  const window = windowOf(placement);
  const pixels = Math.max(0, window.toX - window.fromX) * Math.max(0, window.toY - window.fromY);
  const least = OVERLAP * SIDE * SIDE;
  if (pixels < least || pixels * placement.scale ** 2 < least) return -1;
  sample(b, placement, window, stride);
  return correlate(a, window, stride);
}

const LEVELS = [
  { step: 1, stride: 2 },
  { step: 0.5, stride: 2 },
  { step: 0.25, stride: 1 },
] as const;
/** Change of scale for a step of one pixel: moves the rim by half a pixel. */
const SCALE_STEP = 1 / SIDE;
const MIDDLE = (SIDE - 1) / 2;

/**
 * Improves a placement in small steps in x, y and scale about the middle.
 * @param hopeless gives up if the correlation is lower after the coarse steps
 */
export function align(a: Float32Array, b: Float32Array, begin: Placement, hopeless: number): Agreement {
  let best = begin;
  let correlation = -1;
  const better = (stride: number, scaleStep: number, dx: number, dy: number): boolean => {
    const placement = {
      scale: best.scale + scaleStep,
      dx: best.dx + dx - scaleStep * MIDDLE,
      dy: best.dy + dy - scaleStep * MIDDLE,
    };
    const value = correlationAt(a, b, placement, stride);
    if (value <= correlation) return false;
    best = placement;
    correlation = value;
    return true;
  };
  for (const { step, stride } of LEVELS) {
    if (stride === 1 && correlation < hopeless) break;
    correlation = correlationAt(a, b, best, stride);
    for (let turn = 0, moved = true; moved && turn < 4; turn++) {
      moved = false;
      for (const sign of [1, -1]) {
        moved = better(stride, 0, sign * step, 0) || moved;
        moved = better(stride, 0, 0, sign * step) || moved;
        moved = better(stride, sign * step * SCALE_STEP, 0, 0) || moved;
      }
    }
  }
  return { placement: best, correlation };
}

/**
 * Correlation of differences between neighbors: edges and texture.
 * @param rim pixels ignored at the edges of a
 */
export function gradientCorrelation(a: Float32Array, b: Float32Array, placement: Placement, rim = 0): number {
  const whole = windowOf(placement);
  const window: Window = {
    fromX: Math.max(whole.fromX, rim),
    toX: Math.min(whole.toX, SIDE - rim),
    fromY: Math.max(whole.fromY, rim),
    toY: Math.min(whole.toY, SIDE - rim),
  };
  sample(b, placement, window, 1);
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let y = window.fromY; y < window.toY - 1; y++) {
    for (let x = window.fromX; x < window.toX - 1; x++) {
      const i = y * SIDE + x;
      for (const next of [i + 1, i + SIDE]) {
        const p = a[next]! - a[i]!;
        const q = sampled[next]! - sampled[i]!;
        aa += p * p;
        bb += q * q;
        ab += p * q;
      }
    }
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
