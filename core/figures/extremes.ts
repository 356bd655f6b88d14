/** The lowest and highest values of stretches of a column, kept at several sizes so that any part is thinned at once. */

/** Values in a stretch of the smallest size; each size has twice the values of the one before. */
const SMALLEST = 16;

/** By number of the stretch: where its lowest and highest finite values are; its first value where none is finite. */
interface Level {
  lowest: Uint32Array;
  highest: Uint32Array;
  /** Stretches that are whole and known. */
  count: number;
}

const known = new WeakMap<ArrayBufferLike, Level[]>();

const isBelow = (y: Float64Array, a: number, b: number): boolean =>
  y[a]! < y[b]! || (!Number.isFinite(y[b]!) && Number.isFinite(y[a]!));
const isAbove = (y: Float64Array, a: number, b: number): boolean =>
  (y[a]! > y[b]! && Number.isFinite(y[a]!)) || (!Number.isFinite(y[b]!) && Number.isFinite(y[a]!));

function extremesIn(y: Float64Array, from: number, to: number): [lowest: number, highest: number] {
  let [lowest, highest] = [from, from];
  for (let index = from + 1; index < to; index++) {
    if (!Number.isFinite(y[index]!)) continue;
    if (isBelow(y, index, lowest)) lowest = index;
    if (isAbove(y, index, highest)) highest = index;
  }
  return [lowest, highest];
}

function grown(column: Uint32Array, count: number): Uint32Array {
  if (column.length >= count) return column;
  const copy = new Uint32Array(2 * count);
  copy.set(column);
  return copy;
}

function levelsOf(y: Float64Array): readonly Level[] {
  const levels = known.get(y.buffer) ?? [];
  known.set(y.buffer, levels);
  for (let number = 0, size = SMALLEST; size <= y.length; number++, size *= 2) {
    const level = levels[number] ?? { lowest: new Uint32Array(0), highest: new Uint32Array(0), count: 0 };
    levels[number] = level;
    const below = levels[number - 1];
    const whole = Math.floor(y.length / size);
    level.lowest = grown(level.lowest, whole);
    level.highest = grown(level.highest, whole);
    for (; level.count < whole; level.count++) {
      const at = level.count;
      if (!below) {
        [level.lowest[at], level.highest[at]] = extremesIn(y, at * size, (at + 1) * size);
        continue;
      }
      const [first, second] = [2 * at, 2 * at + 1];
      const [low, nextLow] = [below.lowest[first]!, below.lowest[second]!];
      const [high, nextHigh] = [below.highest[first]!, below.highest[second]!];
      level.lowest[at] = isBelow(y, nextLow, low) ? nextLow : low;
      level.highest[at] = isAbove(y, nextHigh, high) ? nextHigh : high;
    }
  }
  return levels;
}

/**
 * The indices, ascending, that draw a part like all its points: the lowest and highest finite value of at most
 * `stretches` stretches (and of a few short ones at its ends), and the first and last point. The stretches are the same
 * wherever the part begins, so that a curve does not flicker while it is moved.
 */
export function thinned(y: Float64Array, from: number, to: number, stretches: number): number[] {
  const found: number[] = [];
  if (to <= from) return found;
  const add = (index: number) => {
    if (found.length === 0 || found.at(-1)! < index) found.push(index);
  };
  const size = (to - from) / stretches;
  if (size <= 2) {
    for (let index = from; index < to; index++) found.push(index);
    return found;
  }
  const levels = levelsOf(y);
  const wanted = Math.ceil(Math.log2(size / SMALLEST));
  const addPair = (lowest: number, highest: number) => {
    add(Math.min(lowest, highest));
    add(Math.max(lowest, highest));
  };
  const emit = (start: number, end: number, number: number): void => {
    if (end <= start) return;
    const level = levels[number];
    if (number < 0) {
      const stretch = Math.max(2, Math.ceil(Math.min(size, SMALLEST)));
      for (let at = start; at < end; at += stretch)
        addPair(...extremesIn(y, at, Math.min(end, at + stretch)));
      return;
    }
    const whole = SMALLEST * 2 ** number;
    const first = Math.ceil(start / whole);
    const last = Math.min(Math.floor(end / whole), level?.count ?? 0);
    if (!level || first >= last) {
      emit(start, end, number - 1);
      return;
    }
    emit(start, first * whole, number - 1);
    for (let at = first; at < last; at++) addPair(level.lowest[at]!, level.highest[at]!);
    emit(last * whole, end, number - 1);
  };
  add(from);
  emit(from, to, Math.min(wanted, levels.length - 1));
  add(to - 1);
  return found;
}

/** Where the lowest and the highest finite value of all are; undefined without one. */
export function extremesOf(y: Float64Array): { lowest: number; highest: number } | undefined {
  const candidates = thinned(y, 0, y.length, 1).filter((index) => Number.isFinite(y[index]!));
  const [first] = candidates;
  if (first === undefined) return undefined;
  return {
    lowest: candidates.reduce((best, index) => (y[index]! < y[best]! ? index : best), first),
    highest: candidates.reduce((best, index) => (y[index]! > y[best]! ? index : best), first),
  };
}
