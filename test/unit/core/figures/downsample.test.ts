import { downsample } from '../../../../core/figures/downsample';

const value = ({ y }: { y: number }) => y;

/** A repeatable noisy curve. */
function noisy(length: number): { x: number; y: number }[] {
  let state = 12345;
  return Array.from({ length }, (_none, x) => {
    state = (1103515245 * state + 12345) % 2 ** 31;
    return { x, y: state / 2 ** 31 };
  });
}

test('the best and the worst value, the first and the last point survive, wherever they stand', () => {
  for (const at of [1, 17, 4_999, 9_998]) {
    const curve = noisy(10_000);
    curve[at] = { x: at, y: 5 };
    curve[(at + 3_000) % 9_990 || 2] = { x: (at + 3_000) % 9_990 || 2, y: -5 };
    const kept = downsample(curve, 200, value);
    expect(kept.length).toBeLessThanOrEqual(200);
    expect(Math.max(...kept.map(value))).toBe(5);
    expect(Math.min(...kept.map(value))).toBe(-5);
    expect(kept[0]).toBe(curve[0]);
    expect(kept.at(-1)).toBe(curve.at(-1));
  }
});

test('the order is kept and no point is doubled', () => {
  const kept = downsample(noisy(5_000), 300, value);
  for (let index = 1; index < kept.length; index++) {
    expect(kept[index]!.x).toBeGreaterThan(kept[index - 1]!.x);
  }
});

test('thinning a thinned curve again still keeps the extremes', () => {
  const curve = noisy(20_000);
  const highest = Math.max(...curve.map(value));
  const lowest = Math.min(...curve.map(value));
  let kept = downsample(curve, 4_000, value);
  kept = downsample(kept, 1_000, value);
  kept = downsample(kept, 100, value);
  expect(Math.max(...kept.map(value))).toBe(highest);
  expect(Math.min(...kept.map(value))).toBe(lowest);
});

test('a short curve comes back as it is', () => {
  const curve = noisy(50);
  expect(downsample(curve, 50, value)).toBe(curve);
});

test('a stretch without a finite value is left out', () => {
  const curve = noisy(1_000).map((point) =>
    point.x > 300 && point.x < 700 ? { ...point, y: Number.NaN } : point,
  );
  expect(downsample(curve, 100, value).every(({ y }) => Number.isFinite(y))).toBe(true);
});
