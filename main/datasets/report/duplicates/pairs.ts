/**
 * All pairs of images that show the same picture. The limit on their score is narrowed for sets of similar images
 * (digits, product photographs), where false pairs multiply as it widens: pairs at chance distance in d dimensions grow
 * with the limit to the power of d, so it may give at most GROWTH times the pairs of half of it. If it would become very
 * narrow (MNIST), only equal pixels prove a duplicate.
 */
import { AGREES, detailOf, disagreement, soften } from './agreement';
import { type Candidate, findCandidates, RADIUS } from './candidates';
import { SIDE, THUMBNAIL_BYTES } from './thumbnail';
import { hashViews, views, WORDS } from './views';

export interface Pair {
  /** a < b. */
  a: number;
  b: number;
  mirrored: boolean;
}

export interface PairSearch {
  pairs: Pair[];
  /** Images without enough detail. */
  plain: number;
  /** The images are too similar to find near-duplicates, and `pairs` is empty. */
  alike: boolean;
}

export interface Watch {
  /** 0..1 */
  onProgress?: (fraction: number) => void;
  /** Called regularly; may wait. @throws to stop. */
  pause?: () => Promise<void>;
}

const GROWTH = 3;
/** Pairs that may occur by chance: FEW, and one for every IMAGES_PER_FEW images. */
const FEW = 6;
const IMAGES_PER_FEW = 5000;
const LIMIT_STEP = 0.05;
const LEAST_LIMIT = 0.3;
/** Images used to find the limit in larger sets. */
const SAMPLE = 2000;
/** RADIUS for limits below half. */
const NARROW_RADIUS = 6;
/** Candidates between progress reports. */
const PACE = 2000;

/** The widest limit up to AGREES at which pairs do not multiply. */
export function limitFor(scores: readonly number[], images: number): number {
  const within = (limit: number) => scores.reduce((n, score) => n + (score <= limit ? 1 : 0), 0);
  const few = FEW + images / IMAGES_PER_FEW;
  for (let step = Math.round(AGREES / LIMIT_STEP); step > 0; step--) {
    const limit = step * LIMIT_STEP;
    if (within(limit) <= GROWTH * within(limit / 2) + few) return limit;
  }
  return 0;
}

/**
 * @param thumbnails images x THUMBNAIL_BYTES
 * @param copies 1 for images with the same pixels as an earlier one
 */
export async function findPairs(
  thumbnails: Uint8Array,
  copies: Uint8Array,
  { onProgress, pause }: Watch = {},
): Promise<PairSearch> {
  const images = copies.length;
  const hashes = new Uint32Array(images * views.length * WORDS);
  const detail = new Float32Array(images);
  const skip = Uint8Array.from(copies);
  const soft = new Float32Array(SIDE * SIDE);
  let plain = 0;
  for (let image = 0; image < images; image++) {
    detail[image] = detailOf(soften(thumbnails, image, false, soft));
    if (detail[image] === 0) {
      plain++;
      skip[image] = 1;
    }
    hashViews(thumbnails, image * THUMBNAIL_BYTES, hashes, image * views.length * WORDS);
    if (image % PACE === 0) {
      onProgress?.((0.3 * image) / images);
      await pause?.();
    }
  }

  const scored = async (
    candidates: Iterable<Candidate>,
    limit: number,
    report: (image: number) => void,
  ): Promise<(Pair & { score: number })[]> => {
    const found: (Pair & { score: number })[] = [];
    let seen = 0;
    for (const candidate of candidates) {
      const score = disagreement(candidate, thumbnails, detail, limit);
      const { a, b, mirrored } = candidate;
      if (score <= limit) found.push({ a, b, mirrored, score });
      if (++seen % PACE === 0) {
        report(b);
        await pause?.();
      }
    }
    return found;
  };
  const scoresOf = (found: readonly { score: number }[]) => found.map(({ score }) => score);

  const every = Math.max(1, Math.floor(images / SAMPLE));
  let limit = AGREES;
  if (every > 1) {
    const sample = await scored(findCandidates(hashes, skip, { every }), AGREES, (b) =>
      onProgress?.(0.3 + (0.2 * b) / images),
    );
    limit = limitFor(scoresOf(sample), images / every);
    if (limit < LEAST_LIMIT) return { pairs: [], plain, alike: true };
  }
  const radius = limit < AGREES / 2 ? NARROW_RADIUS : RADIUS;
  const found = await scored(findCandidates(hashes, skip, { radius }), limit, (b) =>
    onProgress?.(0.5 + (0.5 * b) / images),
  );
  const narrowed = Math.min(limit, limitFor(scoresOf(found), images));
  if (narrowed < LEAST_LIMIT) return { pairs: [], plain, alike: true };
  return {
    alike: false,
    pairs: found.filter(({ score }) => score <= narrowed).map(({ a, b, mirrored }) => ({ a, b, mirrored })),
    plain,
  };
}
