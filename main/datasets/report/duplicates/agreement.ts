/**
 * Whether two images are of one picture: one of them moved by some pixels, cropped, brightened, recolored, compressed
 * again or mirrored makes the other.
 *
 * Their thumbnails are laid onto each other (alignment.ts), and their edges and texture are compared there. How much
 * these must agree depends on how much of it there is: two pictures with detail all over do not agree by chance, two
 * dark planes in the sky or two handwritten ones do. Detail is measured as the number of pixels that the energy of the
 * gradient is spread over, (sum e)^2 / sum e^2 (the participation ratio).
 *
 * Thresholds are set by eye on contact sheets of CIFAR-10, for few false pairs rather than for many true ones:
 * docs/measurements/images.md says how many of either.
 */
import { align, correlationAt, gradientCorrelation, type Placement } from './alignment';
import type { Candidate } from './candidates';
import { SIDE } from './thumbnail';
import { views } from './views';

/** What the correlation of gradients may lack of 1 for each pixel of detail, and at most. */
const SLACK_PER_PIXEL = 0.0006;
const MOST_SLACK = 0.16;
/** Things seen from the other side look like mirror images: these must agree better. */
const MIRRORED_SLACK = 0.5;
/** Of brightness, once aligned. */
const LEAST_CORRELATION = 0.9;
/** Frames around different pictures are alike: without a rim of so many pixels they must agree as well, if less so. */
const RIM = 7;
const INSIDE = 1.75;
/** Before aligning: far from that, no small step leads there. */
const LEAST_BEFORE = 0.7;

/** Pixels of detail, and standard deviation in gray levels, below which an image is plain. */
const PLAIN_DETAIL = 30;
const PLAIN_DEVIATION = 4;

/** Brightness of a thumbnail after a binomial blur, so that noise and half a pixel matter less. */
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

/** Pixels that the gradient is spread over; 0 for a plain image. */
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

/** Where the views of a candidate lay the images onto each other; pixels' centers are half a pixel in. */
function placementOf({ viewA, viewB }: Candidate): Placement {
  const a = views[viewA]!;
  const b = views[viewB]!;
  const scale = b.size / a.size;
  const shift = (scale - 1) / 2;
  return { scale, dx: b.x - scale * a.x + shift, dy: b.y - scale * a.y + shift };
}

/** A pair whose score is at most this is of one picture. */
export const AGREES = 1;

/**
 * What the gradients lack of full agreement, over what they may lack; Infinity where the rest does not fit.
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
