import { appended } from '../../../../core/figures/column';
import { extremesOf, thinned } from '../../../../core/figures/extremes';

/** A repeatable noisy curve. */
function noisy(length: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length }, () => {
    state = (1103515245 * state + 12345) % 2 ** 31;
    return state / 2 ** 31;
  });
}

const valuesOf = (y: Float64Array, indices: readonly number[]) => indices.map((index) => y[index]!);

test('the best and the worst value, the first and the last point survive, wherever they are', () => {
  for (const at of [1, 17, 4_999, 9_998]) {
    const y = noisy(10_000);
    const other = (at + 3_000) % 9_990 || 2;
    y[at] = 5;
    y[other] = -5;
    const kept = thinned(y, 0, y.length, 100);
    expect(kept.length).toBeLessThanOrEqual(260);
    expect(kept).toEqual(expect.arrayContaining([0, at, other, 9_999]));
    expect(extremesOf(y)).toEqual({ lowest: other, highest: at });
  }
});

test('any part, at any width: in order, no point twice, with its extremes', () => {
  const y = noisy(5_000);
  for (const [from, to] of [
    [0, 5_000],
    [1, 4_999],
    [777, 3_210],
    [2_000, 2_060],
  ] as const) {
    for (const stretches of [10, 64, 333]) {
      const kept = thinned(y, from, to, stretches);
      const part = [...y.subarray(from, to)];
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect([kept[0], kept.at(-1)]).toEqual([from, to - 1]);
      expect(Math.min(...valuesOf(y, kept))).toBe(Math.min(...part));
      expect(Math.max(...valuesOf(y, kept))).toBe(Math.max(...part));
    }
  }
});

test('the same points are drawn wherever a part begins, so that a curve does not flicker', () => {
  const y = noisy(100_000);
  const inner = (from: number) =>
    thinned(y, from, from + 50_000, 100).filter((index) => index > 30_000 && index < 40_000);
  expect(inner(20_001)).toEqual(inner(20_000));
});

test('a column that grew has the extremes of one that was there at once', () => {
  const whole = noisy(3_000);
  let grown: Float64Array = new Float64Array(0);
  for (let from = 0; from < whole.length; from += 7) {
    grown = appended(grown, whole.subarray(from, from + 7));
    thinned(grown, 0, grown.length, 10);
  }
  expect(thinned(grown, 0, grown.length, 10)).toEqual(thinned(whole, 0, whole.length, 10));
});

test('two additions to one column do not see each other', () => {
  const base = appended(new Float64Array(0), [1, 2]);
  const first = appended(base, [3]);
  const second = appended(base, [4, 5]);
  expect([...first]).toEqual([1, 2, 3]);
  expect([...second]).toEqual([1, 2, 4, 5]);
  expect([...base]).toEqual([1, 2]);
});

test('values that are not finite are no extremes; a stretch without others is a gap', () => {
  const y = noisy(1_000).map((value, index) => (index > 300 && index < 700 ? Number.NaN : value));
  const kept = thinned(y, 0, y.length, 50);
  const gap = kept.filter((index) => index > 320 && index < 680);
  expect(gap.length).toBeGreaterThan(0);
  expect(valuesOf(y, gap).every(Number.isNaN)).toBe(true);
  expect(extremesOf(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY))).toBeUndefined();
});
