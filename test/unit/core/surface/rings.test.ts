import { ringsAt } from '../../../../core/surface/rings';

/** The shoelace formula. */
const area = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length]!;
      return sum + (x * nextY - nextX * y) / 2;
    }, 0),
  );

test('a peak has one ring, where the level lies between the values', () => {
  const rings = ringsAt([0, 0, 0, 0, 4, 0, 0, 0, 0], 3, 2);
  expect(rings).toHaveLength(1);
  expect(rings[0]).toHaveLength(4);
  // A square on its corner, half a cell to each side.
  expect(area(rings[0]!)).toBeCloseTo(0.5, 10);
});

test('where all values are high, the ring is the edge of the grid', () => {
  const rings = ringsAt([5, 5, 5, 5, 5, 5], 3, 1);
  expect(rings).toHaveLength(1);
  expect(area(rings[0]!)).toBeCloseTo(2, 10);
});

test('a pit leaves a hole', () => {
  const values = Array.from({ length: 25 }, (_, index) => (index === 12 ? 0 : 4));
  const areas = ringsAt(values, 5, 2).map(area);
  expect(areas.sort((a, b) => a - b)).toEqual([expect.closeTo(0.5, 10), expect.closeTo(16, 10)]);
});

test('the area above a level of a slope is exact', () => {
  const values = Array.from({ length: 11 * 11 }, (_, index) => index % 11);
  const rings = ringsAt(values, 11, 2.5);
  expect(rings).toHaveLength(1);
  expect(area(rings[0]!)).toBeCloseTo(7.5 * 10, 10);
});

test('nothing above the level, no ring', () => {
  expect(ringsAt([1, 2, 3, 4], 2, 5)).toEqual([]);
});
