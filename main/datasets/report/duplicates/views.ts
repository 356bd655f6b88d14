/**
 * 64-bit perceptual hashes of an image and of nine crops of 7/8 of its size, so that pictures moved or cropped a little
 * agree in one view. Bits are the signs of the 64 lowest DCT-II coefficients of brightness without the constant one, which
 * ignores brightness and contrast (after Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
 * 2010, section 3.2.1).
 */
import { SIDE } from './thumbnail';

/** Side of the hashed image and of a crop; offsets of crops along an axis. */
const HALF = SIDE / 2;
const CROP = HALF - 2;
const OFFSETS = [0, 1, 2] as const;

export interface View {
  /** In thumbnail pixels. */
  x: number;
  y: number;
  size: number;
}

export const views: readonly View[] = [
  { x: 0, y: 0, size: SIDE },
  ...OFFSETS.flatMap((y) => OFFSETS.map((x) => ({ x: 2 * x, y: 2 * y, size: 2 * CROP }))),
];
/** For each view, the one that shows the same in the mirrored image. */
export const mirroredView: readonly number[] = views.map((view) =>
  views.findIndex(({ x, y, size }) => size === view.size && y === view.y && x === SIDE - view.size - view.x),
);

/** 32-bit words of a hash. */
export const WORDS = 2;

/** Frequencies per axis among the 64 lowest coefficients. */
const FREQUENCIES = 11;

/** [vertical, horizontal] frequency of each bit, lowest first. */
const bits: readonly (readonly [number, number])[] = Array.from(
  { length: FREQUENCIES ** 2 },
  (_, i) => [Math.floor(i / FREQUENCIES), i % FREQUENCIES] as const,
)
  .filter(([u, v]) => u + v > 0)
  .sort(([u, v], [s, t]) => u + v - (s + t) || Math.abs(u - v) - Math.abs(s - t) || u - s)
  .slice(0, 32 * WORDS);

/** Bits with an odd horizontal frequency: mirroring changes their sign. */
export const mirrorMask: readonly number[] = Array.from({ length: WORDS }, (_, word) =>
  bits.slice(32 * word, 32 * word + 32).reduce((mask, [, v], bit) => (v % 2 ? mask | (1 << bit) : mask), 0),
);

/** frequencies x length, row by row. */
function cosines(length: number): Float32Array {
  const table = new Float32Array(FREQUENCIES * length);
  for (let k = 0; k < FREQUENCIES; k++) {
    for (let n = 0; n < length; n++)
      table[k * length + n] = Math.cos((Math.PI * (2 * n + 1) * k) / (2 * length));
  }
  return table;
}
const wholeCosines = cosines(HALF);
const cropCosines = cosines(CROP);

const half = new Float32Array(HALF * HALF);
/** HALF rows of FREQUENCIES coefficients, for one horizontal offset. */
const rows = new Float32Array(HALF * FREQUENCIES);

/**
 * @param thumbnails SIDE x SIDE bytes from `at` on
 * @param hashes receives views.length x WORDS words from `to` on
 */
export function hashViews(thumbnails: Uint8Array, at: number, hashes: Uint32Array, to: number): void {
  for (let y = 0; y < HALF; y++) {
    for (let x = 0; x < HALF; x++) {
      const from = at + 2 * y * SIDE + 2 * x;
      half[y * HALF + x] =
        thumbnails[from]! + thumbnails[from + 1]! + thumbnails[from + SIDE]! + thumbnails[from + SIDE + 1]!;
    }
  }
  transformRows(wholeCosines, HALF, 0);
  hashColumns(wholeCosines, HALF, 0, hashes, to);
  for (const x of OFFSETS) {
    transformRows(cropCosines, CROP, x);
    for (const y of OFFSETS) {
      hashColumns(cropCosines, CROP, y, hashes, to + (1 + y * OFFSETS.length + x) * WORDS);
    }
  }
}

function transformRows(table: Float32Array, length: number, left: number): void {
  for (let y = 0; y < HALF; y++) {
    const row = y * HALF + left;
    for (let v = 0; v < FREQUENCIES; v++) {
      let sum = 0;
      for (let n = 0; n < length; n++) sum += table[v * length + n]! * half[row + n]!;
      rows[y * FREQUENCIES + v] = sum;
    }
  }
}

function hashColumns(
  table: Float32Array,
  length: number,
  top: number,
  hashes: Uint32Array,
  to: number,
): void {
  for (let word = 0; word < WORDS; word++) {
    let value = 0;
    for (let bit = 0; bit < 32; bit++) {
      const [u, v] = bits[32 * word + bit]!;
      let sum = 0;
      for (let n = 0; n < length; n++) sum += table[u * length + n]! * rows[(top + n) * FREQUENCIES + v]!;
      if (sum > 0) value |= 1 << bit;
    }
    hashes[to + word] = value;
  }
}

export function differingBits(a: number, b: number): number {
  let x = (a ^ b) | 0;
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
