/**
 * Whether one of two images is the other moved by some pixels, cropped, brightened, recolored, compressed again or
 * mirrored. Their thumbnails are aligned (alignment.ts), then edges and texture are compared. The required agreement
 * depends on the amount of detail: two dark planes in the sky agree by chance, two detailed pictures do not. Detail is
 * the participation ratio of the gradient's energy, (sum e)^2 / sum e^2, in pixels.
 *
 * Thresholds were set by eye on CIFAR-10 for few false pairs (docs/measurements/images.md).
 */
import { align, correlationAt, gradientCorrelation, type Placement } from './alignment';
import type { Candidate } from './candidates';
import { SIDE } from './thumbnail';
import { views } from './views';

/** Allowed lack of gradient correlation for each pixel of detail, and at most. */
const SLACK_PER_PIXEL = 0.0006;
const MOST_SLACK = 0.16;
/** Factor for mirrored pairs: things seen from the other side look like mirror images. */
const MIRRORED_SLACK = 0.5;
/** Least correlation of brightness, once aligned. */
const LEAST_CORRELATION = 0.9;
/** Frames around different pictures are alike, so the inside without RIM pixels must agree too, if less. */
const RIM = 7;
const INSIDE = 1.75;
/** Least correlation before aligning. */
const LEAST_BEFORE = 0.7;

/** Below this detail (pixels) or standard deviation (gray levels), an image is plain. */
const PLAIN_DETAIL = 30;
const PLAIN_DEVIATION = 4;

/** Brightness of a thumbnail after a binomial blur, against noise and shifts of half a pixel. */
export function soften(
  thumbnails: Uint8Array,
  image: number,
  mirrored: boolean,
  out: Float32Array,
): Float32Array {
  const at = image * SIDE * SIDE;
  for (let y = 0; y < SIDE; y++) {
    const row = at + y * SIDE;
    const above = at + Math.max(0, y - 1) * SIDE;
    const below = at + Math.min(SIDE - 1, y + 1) * SIDE;
    for (let x = 0; x < SIDE; x++)
      columns[x] = thumbnails[above + x]! + 2 * thumbnails[row + x]! + thumbnails[below + x]!;
    for (let x = 0; x < SIDE; x++) {
      const sum = columns[Math.max(0, x - 1)]! + 2 * columns[x]! + columns[Math.min(SIDE - 1, x + 1)]!;
      out[y * SIDE + (mirrored ? SIDE - 1 - x : x)] = sum / 16;
    }
  }
  return out;
}
const columns = new Float32Array(SIDE);

/** In pixels; 0 for a plain image. */
export function detailOf(soft: Float32Array): number {
  let energy = 0;
  let squares = 0;
  let sum = 0;
  let sumSquares = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const i = y * SIDE + x;
      sum += soft[i]!;
      sumSquares += soft[i]! ** 2;
      if (x === SIDE - 1 || y === SIDE - 1) continue;
      const e = (soft[i + 1]! - soft[i]!) ** 2 + (soft[i + SIDE]! - soft[i]!) ** 2;
      energy += e;
      squares += e * e;
    }
  }
  const pixels = SIDE * SIDE;
  const variance = sumSquares / pixels - (sum / pixels) ** 2;
  if (!(variance >= PLAIN_DEVIATION ** 2) || squares === 0) return 0;
  const detail = energy ** 2 / squares;
  return detail < PLAIN_DETAIL ? 0 : detail;
}

const softA = new Float32Array(SIDE * SIDE);
const softB = new Float32Array(SIDE * SIDE);

/** Alignment according to the matching views; pixel centers are half a pixel in. */
function placementOf({ viewA, viewB }: Candidate): Placement {
  const a = views[viewA]!;
  const b = views[viewB]!;
  const scale = b.size / a.size;
  const shift = (scale - 1) / 2;
  return { scale, dx: b.x - scale * a.x + shift, dy: b.y - scale * a.y + shift };
}

/** Pairs with a score up to this show the same picture. */
export const AGREES = 1;

/**
 * Missing over allowed gradient correlation; Infinity if the pair fails other checks.
 * @param detail of each image, from `detailOf`
 */
export function disagreement(
  candidate: Candidate,
  thumbnails: Uint8Array,
  detail: Float32Array,
  limit = AGREES,
): number {
  const { a, b, mirrored } = candidate;
  const least = Math.min(detail[a]!, detail[b]!);
  const slack = Math.min(MOST_SLACK, SLACK_PER_PIXEL * least) * (mirrored ? MIRRORED_SLACK : 1);
  soften(thumbnails, a, false, softA);
  soften(thumbnails, b, mirrored, softB);
  const begin = placementOf(candidate);
  if (correlationAt(softA, softB, begin, 2) < Math.max(LEAST_BEFORE, 1 - 2.5 * slack * limit))
    return Infinity;
  const { placement, correlation } = align(softA, softB, begin, LEAST_CORRELATION - 0.02);
  if (correlation < LEAST_CORRELATION) return Infinity;
  const inside = (1 - gradientCorrelation(softA, softB, placement, RIM)) / slack;
  if (inside > INSIDE) return Number.POSITIVE_INFINITY;
  return (1 - gradientCorrelation(softA, softB, placement)) / slack;
}
