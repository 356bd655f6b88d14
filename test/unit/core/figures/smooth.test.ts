import { appended } from '../../../../core/figures/column';
import { smooth } from '../../../../core/figures/smooth';
import { pointsOf } from '../../../../core/figures/types';

const points = (values: readonly number[]) => pointsOf(values.map((y, x) => ({ x, y })));

test('a constant curve stays what it is from the first point on: the average is de-biased', () => {
  for (const y of smooth(points([3, 3, 3, 3]), 0.9).y) expect(y).toBeCloseTo(3, 12);
});

test('every value is the mean of the past, weighted by powers of the weight', () => {
  const values = [5, 1, 4, 2, 8];
  const weight = 0.6;
  const expected = values.map((_value, last) => {
    const weights = values.slice(0, last + 1).map((_v, index) => weight ** (last - index));
    const sum = weights.reduce((total, w, index) => total + w * values[index]!, 0);
    return sum / weights.reduce((total, w) => total + w, 0);
  });
  const smoothed = smooth(points(values), weight);
  for (const [index, y] of smoothed.y.entries()) expect(y).toBeCloseTo(expected[index]!, 12);
});

test('weight 0 gives the curve back unchanged', () => {
  const curve = points([1, 9, 2]);
  expect(smooth(curve, 0)).toBe(curve);
});

test('a value that is not finite leaves a gap and does not spoil what follows', () => {
  const ys = smooth(points([2, Number.NaN, 2]), 0.5).y;
  expect(ys[1]).toBeNaN();
  expect(ys[2]).toBeCloseTo(2, 12);
});

test('a curve that grew is smoothed like one that was there at once', () => {
  const values = Array.from({ length: 300 }, (_none, index) => Math.sin(index) + 2);
  let grown = points(values.slice(0, 1));
  for (const value of values.slice(1)) {
    smooth(grown, 0.9);
    grown = { ...grown, x: appended(grown.x, [grown.x.length]), y: appended(grown.y, [value]) };
  }
  expect([...smooth(grown, 0.9).y]).toEqual([...smooth(points(values), 0.9).y]);
});
