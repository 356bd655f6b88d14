/**
 * Pairs of images that may be duplicates, by multi-index hashing (Norouzi, Punjani and Fleet, "Fast Exact Search in
 * Hamming Space with Multi-Index Hashing", 2014): a hash is cut into four bands of 16 bits, and only hashes with an
 * equal band are compared. With ten views of each image there are a hundred chances for an equal band, so that the
 * exact search of that paper is not needed: 93 % of the pairs that people marked in CIFAR-10 are found (see
 * agreement.ts).
 */
import { differingBits, mirroredView, mirrorMask, views, WORDS } from './views';

/** Bits of two views that may differ. */
export const RADIUS = 11;
const BANDS = 4;
const BAND_VALUES = 1 << 16;
/** A band that this many views share says nothing: one-colored images, digits on black. */
const CROWD = 3000;
/** Of the pairs of an image, in either orientation: where all look alike, the hash cannot tell which are duplicates. */
const NEAREST = 8;

export interface Candidate {
  /** a < b. */
  a: number;
  b: number;
  /** View of a, and of b or of b mirrored. */
  viewA: number;
  viewB: number;
  mirrored: boolean;
  distance: number;
}

interface Band {
  /** Where the views with a value begin in `entries`; one more at the end. */
  starts: Uint32Array;
  /** image x views + view, ascending within a value. */
  entries: Uint32Array;
}

const bandOf = (hashes: Uint32Array, at: number, band: number): number =>
  (hashes[at + (band >> 1)]! >>> (16 * (band & 1))) & 0xffff;

function indexBand(hashes: Uint32Array, band: number): Band {
  const count = hashes.length / WORDS;
  const starts = new Uint32Array(BAND_VALUES + 1);
  for (let entry = 0; entry < count; entry++) starts[bandOf(hashes, entry * WORDS, band) + 1]!++;
  for (let value = 0; value < BAND_VALUES; value++) starts[value + 1]! += starts[value]!;
  const next = starts.slice();
  const entries = new Uint32Array(count);
  for (let entry = 0; entry < count; entry++) entries[next[bandOf(hashes, entry * WORDS, band)]!++] = entry;
  return { starts, entries };
}

/**
 * Of every pair with views within `radius`: the nearest views, once as they are and once with b mirrored. In the order
 * of b.
 * @param hashes images x views x WORDS
 * @param skip images that are not looked at
 * @param options.every only every how many-th image is compared with those before it
 */
export function* findCandidates(
  hashes: Uint32Array,
  skip: Uint8Array,
  { radius = RADIUS, every = 1 }: { radius?: number; every?: number } = {},
): Generator<Candidate, void, undefined> {
  const each = views.length;
  const images = hashes.length / WORDS / each;
  const bands = Array.from({ length: BANDS }, (_, band) => indexBand(hashes, band));
  for (let b = every - 1; b < images; b += every) {
    if (skip[b]) continue;
    for (const mirrored of [false, true]) {
      const found = new Map<number, Candidate>();
      for (let viewB = 0; viewB < each; viewB++) {
        const at = (b * each + (mirrored ? mirroredView[viewB]! : viewB)) * WORDS;
        const low = mirrored ? hashes[at]! ^ mirrorMask[0]! : hashes[at]!;
        const high = mirrored ? hashes[at + 1]! ^ mirrorMask[1]! : hashes[at + 1]!;
        for (let band = 0; band < BANDS; band++) {
          const value = ((band < 2 ? low : high) >>> (16 * (band & 1))) & 0xffff;
          const { starts, entries } = bands[band]!;
          const end = starts[value + 1]!;
          const begin = starts[value]!;
          if (end - begin > CROWD) continue;
          for (let k = begin; k < end; k++) {
            const entry = entries[k]!;
            if (entry >= b * each) break;
            const far = differingBits(hashes[entry * WORDS + 1]!, high);
            if (far > radius) continue;
            const distance = far + differingBits(hashes[entry * WORDS]!, low);
            if (distance > radius) continue;
            const a = Math.floor(entry / each);
            const known = found.get(a);
            if (skip[a] || (known && known.distance <= distance)) continue;
            found.set(a, { a, b, viewA: entry - a * each, viewB, mirrored, distance });
          }
        }
      }
      const nearest = [...found.values()];
      if (nearest.length > NEAREST) nearest.sort((p, q) => p.distance - q.distance).length = NEAREST;
      yield* nearest;
    }
  }
}
