/**
 * Draws one example of `shapes`: a figure with random position, size, rotation and color on a random texture with
 * distractors.
 */
import { LUMA } from '../../../core/format/luma';
import { outlines } from './outlines';
import { Random } from './random';

// For the inner loops.
const { abs, ceil, floor, max, min, sqrt } = Math;

export const SIDE = 32;
export const EXAMPLE_BYTES = SIDE * SIDE * 3;

/** Random streams of each split. */
export const streams = { train: { example: 1, order: 2 }, val: { example: 3, order: 4 } } as const;

type Color = readonly [red: number, green: number, blue: number];
/** 0..1 at a pixel: amount of a second color. */
type Field = (x: number, y: number) => number;

const canvas = new Float64Array(EXAMPLE_BYTES);

/** Every ten indices contain each class once, in random order: any first N are balanced. */
export function classOf(seed: number, split: 'train' | 'val', index: number): number {
  const classes = outlines.length;
  const random = new Random(seed, streams[split].order, floor(index / classes));
  const order = outlines.map((_, i) => i);
  for (let i = classes - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order[index % classes]!;
}

/** Writes 32 x 32 x 3 bytes into `out`, the same for (seed, split, index) on every machine. @returns the class */
export function drawExample(
  seed: number,
  split: 'train' | 'val',
  index: number,
  out: Uint8Array,
  offset: number,
): number {
  const label = classOf(seed, split, index);
  const random = new Random(seed, streams[split].example, index);
  const ground = color(random, 0, 150);
  fillGround(random, ground);
  for (let n = 1 + random.below(4); n > 0; n--) drawDistractor(random);
  const figure = lighter(random, ground);
  drawFigure(random, label, figure);
  if (random.below(3) === 0) drawDistractor(random);
  finish(random, out, offset);
  return label;
}

/** Every channel in [from, to). */
function color(random: Random, from: number, to: number): Color {
  return [random.between(from, to), random.between(from, to), random.between(from, to)];
}

/** Rec. 601 luma. */
const luma = ([red, green, blue]: Color): number => LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;

/** Lighter than a color by enough to be visible. */
function lighter(random: Random, than: Color): Color {
  for (;;) {
    const found = color(random, 40, 256);
    if (luma(found) - luma(than) > 40) return found;
  }
}

function nearby(random: Random, { 0: red, 1: green, 2: blue }: Color, by: number): Color {
  return [red + random.between(-by, by), green + random.between(-by, by), blue + random.between(-by, by)];
}

function fillGround(random: Random, first: Color): void {
  const second = nearby(random, first, 40);
  const field = texture(random);
  for (let y = 0, i = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const amount = field(x, y);
      for (let c = 0; c < 3; c++) canvas[i++] = first[c]! + (second[c]! - first[c]!) * amount;
    }
  }
}

function texture(random: Random): Field {
  const kind = random.below(4);
  const [dx, dy] = random.direction();
  const shift = random.between(0, SIDE);
  const period = random.between(4, 14);
  const wave = (position: number): number => {
    const phase = position / period - floor(position / period);
    return min(1, max(0, 4 * abs(phase - 0.5) - 0.5));
  };
  switch (kind) {
    case 0:
      return (x, y) => ((x - 16) * dx + (y - 16) * dy) / 46 + 0.5;
    case 1:
      return (x, y) => wave(x * dx + y * dy + shift);
    case 2:
      return (x, y) => {
        const a = wave(x * dx + y * dy + shift);
        const b = wave(y * dx - x * dy + shift);
        return a + b - 2 * a * b;
      };
    default:
      return clouds(random);
  }
}

/** Random values on a coarse grid, interpolated. */
function clouds(random: Random): Field {
  const cell = random.between(4, 9);
  const across = ceil(SIDE / cell) + 2;
  const values = Float64Array.from({ length: across * across }, () => random.unit());
  return (x, y) => {
    const column = floor(x / cell);
    const row = floor(y / cell);
    const fx = x / cell - column;
    const fy = y / cell - row;
    const at = row * across + column;
    const top = values[at]! * (1 - fx) + values[at + 1]! * fx;
    const bottom = values[at + across]! * (1 - fx) + values[at + across + 1]! * fx;
    return top * (1 - fy) + bottom * fy;
  };
}

function drawFigure(random: Random, label: number, first: Color): void {
  const outline = outlines[label]!;
  const radius = random.between(7, 13);
  const reach = max(radius, 10);
  const centerX = random.between(reach, SIDE - reach);
  const centerY = random.between(reach, SIDE - reach);
  const [dx, dy] = random.tilt();
  const second = nearby(random, first, 30);
  paint(first, second, 1, centerX, centerY, radius + 1, (x, y) => {
    const u = (x * dx + y * dy) / radius;
    const v = (y * dx - x * dy) / radius;
    return outline.distance(u, v) * radius;
  });
}

/** A dot or a stroke, smaller or thinner than any figure. */
function drawDistractor(random: Random): void {
  const first = color(random, 0, 256);
  const opacity = random.between(0.5, 1);
  const centerX = random.between(0, SIDE);
  const centerY = random.between(0, SIDE);
  if (random.below(2) === 0) {
    const radius = random.between(0.8, 2.2);
    paint(first, first, opacity, centerX, centerY, radius + 1, (x, y) => sqrt(x * x + y * y) - radius);
    return;
  }
  const half = random.between(2.5, 8);
  const thickness = random.between(0.4, 0.8);
  const [dx, dy] = random.direction();
  paint(first, first, opacity, centerX, centerY, half + 2, (x, y) => {
    const along = min(half, max(-half, x * dx + y * dy));
    const ex = x - along * dx;
    const ey = y - along * dy;
    return sqrt(ex * ex + ey * ey) - thickness;
  });
}

/** Paints the inside of a signed distance (pixels, relative to the center). Edge pixels are partly covered. */
function paint(
  first: Color,
  second: Color,
  opacity: number,
  centerX: number,
  centerY: number,
  reach: number,
  distance: Field,
): void {
  const left = max(0, floor(centerX - reach));
  const right = min(SIDE - 1, ceil(centerX + reach));
  const top = max(0, floor(centerY - reach));
  const bottom = min(SIDE - 1, ceil(centerY + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const cover = opacity * min(1, max(0, 0.5 - distance(x + 0.5 - centerX, y + 0.5 - centerY)));
      if (cover <= 0) continue;
      const amount = (y + 0.5 - centerY + reach) / (2 * reach);
      const at = (y * SIDE + x) * 3;
      for (let c = 0; c < 3; c++) {
        const ink = first[c]! + (second[c]! - first[c]!) * amount;
        canvas[at + c] = canvas[at + c]! + (ink - canvas[at + c]!) * cover;
      }
    }
  }
}

/** Adds triangular sensor noise, and rounds. */
function finish(random: Random, out: Uint8Array, offset: number): void {
  const amplitude = random.between(4, 24);
  for (let i = 0; i < EXAMPLE_BYTES; i++) {
    const bits = random.u32();
    const noise = ((bits & 0xff) + ((bits >>> 8) & 0xff) - 255) / 255;
    out[offset + i] = min(255, max(0, floor(canvas[i]! + noise * amplitude + 0.5)));
  }
}
