import {
  finiteExtent,
  logAxis,
  tickDecimals,
  valueAxis,
  xDomain,
  xTicks,
} from '../../../../core/figures/axis';
import { layoutScene } from '../../../../core/figures/scene';
import { type Point, pointsOf, type Series } from '../../../../core/figures/types';

const series = (points: readonly Point[]): Series => ({
  ...{ id: 'a', label: 'a', color: 'red' },
  points: pointsOf(points),
});

test('the extent leaves out what is not finite', () => {
  expect(finiteExtent([3, Number.NaN, -1, Number.POSITIVE_INFINITY])).toEqual([-1, 3]);
  expect(finiteExtent([Number.NaN])).toBeUndefined();
});

test('a value axis has round limits around the data and its ticks within them', () => {
  const { domain, ticks } = valueAxis([0.83, 2.31], 5);
  expect(domain[0]).toBeLessThanOrEqual(0.83);
  expect(domain[1]).toBeGreaterThanOrEqual(2.31);
  expect(ticks[0]).toBe(domain[0]);
  expect(ticks.at(-1)).toBe(domain[1]);
});

test('an accuracy axis never leaves 0 to 1', () => {
  expect(valueAxis([0, 0.999], 5, [0, 1]).domain).toEqual([0, 1]);
  expect(valueAxis([0, 0.672], 5, [0, 1]).domain).toEqual([0, 0.7]);
});

test('one single value still gives an axis with room around it', () => {
  const { domain, ticks } = valueAxis([2.3], 5);
  expect(domain[0]).toBeLessThan(2.3);
  expect(domain[1]).toBeGreaterThan(2.3);
  expect(ticks.length).toBeGreaterThan(1);
});

test('x begins at 0 and an empty chart has a domain', () => {
  expect(
    xDomain([
      series([
        { x: 2, y: 1 },
        { x: 5, y: 1 },
      ]),
    ]),
  ).toEqual([0, 5]);
  expect(xDomain([])).toEqual([0, 1]);
});

test('epochs and steps have whole ticks, times round ones', () => {
  expect(xTicks([0, 2], 10, 'epoch')).toEqual([0, 1, 2]);
  expect(xTicks([0, 5], 10, 'epoch')).toEqual([0, 1, 2, 3, 4, 5]);
  expect(xTicks([0, 100], 6, 'time')).toEqual([0, 30, 60, 90]);
  expect(xTicks([0, 7200], 4, 'time')).toEqual([0, 1800, 3600, 5400, 7200]);
});

test('tick labels get as many decimals as they need', () => {
  expect(tickDecimals([0, 0.5, 1])).toBe(1);
  expect(tickDecimals([0, 20, 40])).toBe(0);
  // 0.1 + 0.2 must not ask for seventeen.
  expect(tickDecimals([0.1, 0.2, 0.1 + 0.2])).toBe(1);
});

test('labels along x never touch, however narrow the chart', () => {
  const points = Array.from({ length: 5_000 }, (_none, x) => ({ x: 20 * x, y: 1 / (x + 1) }));
  for (const width of [160, 240, 400, 900]) {
    const { xTicks: ticks, plot } = layoutScene({
      series: [series(points)],
      width,
      height: 200,
      smoothing: 0,
      xUnit: 'step',
      unit: 'loss',
    });
    expect(plot.right).toBeGreaterThan(plot.left);
    for (let index = 1; index < ticks.length; index++) {
      const [left, right] = [ticks[index - 1]!, ticks[index]!];
      const halves = (6 * (left.label.length + right.label.length)) / 2;
      expect(right.at - left.at).toBeGreaterThan(halves);
    }
  }
});

test.each([
  [[-3.2, 1.1], 6, [-4, 2], [-4, -3, -2, -1, 0, 1, 2]],
  [[-6, 1], 4, [-6, 1], [-6, -4, -2, 0]],
])('logarithms that span powers of ten stand between whole ones: %j', (values, count, domain, ticks) => {
  expect(logAxis(values, count)).toEqual({ domain, ticks });
});

test('close together they stand at 1, 2 and 5 of each power', () => {
  const { domain, ticks } = logAxis([Math.log10(0.34), Math.log10(3.2)], 5);
  const round = (value: number) => Number((10 ** value).toPrecision(3));
  expect(ticks.map(round)).toEqual([0.2, 0.5, 1, 2, 5]);
  expect(domain.map(round)).toEqual([0.2, 5]);
  expect(logAxis([0], 5).ticks.map(round)).toEqual([1, 1.2, 1.4, 1.6, 1.8, 2]);
  expect(logAxis([], 5).ticks.map(round)).toEqual([1, 2, 5, 10]);
});

describe('a run that blew up', () => {
  const laid = (...curves: number[][]) =>
    layoutScene({
      series: curves.map((values) => series(values.map((y, x) => ({ x, y })))),
      width: 400,
      height: 200,
      smoothing: 0,
      xUnit: 'step',
      unit: 'loss',
    });

  test('leaves the others their axis, and how far it went is known', () => {
    const { beyond, yTicks } = laid([2.3, 2.1, 2, 1.9, 1.8], [2.3, 2.5, 1.2e22]);
    expect(beyond).toBe(1.2e22);
    expect(yTicks.at(-1)?.label).toBe('2.5');
  });

  test('a loss that falls far is shown whole', () => {
    expect(laid([12, 2, 0.1, 0.01, 0.01, 0.01]).beyond).toBeUndefined();
  });

  test('large ticks have different labels', () => {
    const labels = laid([1e20, 1.1e20, 1.2e20, 1.3e20]).yTicks.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('logarithmic axes', () => {
  const laid = (change: Partial<Parameters<typeof layoutScene>[0]>) =>
    layoutScene({
      series: [series([0.5, 5, 50].map((y, index) => ({ x: 10 ** index, y })))],
      ...{ width: 400, height: 200, smoothing: 0, xUnit: 'step', unit: 'loss', ...change },
    });

  test('equal factors are equally far apart, in both directions', () => {
    const { x, y, invert } = laid({ logX: true, logY: true });
    expect(x(10) - x(1)).toBeCloseTo(x(100) - x(10), 6);
    expect(y(0.5) - y(5)).toBeCloseTo(y(5) - y(50), 6);
    expect(invert(x(10))).toBeCloseTo(10, 6);
  });

  test.each([
    [
      [1, 4],
      ['1', '2', '3', '4'],
    ],
    [
      [1.3, 2.4],
      ['1.4', '1.6', '1.8', '2.0', '2.2', '2.4'],
    ],
    [
      [1, 40],
      ['1', '2', '5', '10', '20'],
    ],
  ] as const)('the part %j of x has enough ticks', (view, labels) => {
    expect(laid({ logX: true, xUnit: 'epoch', view }).xTicks.map(({ label }) => label)).toEqual(labels);
  });

  test('what has no logarithm leaves a gap, and no axis begins there', () => {
    const { y, x, domain, yTicks } = laid({
      series: [
        series([
          { x: 0, y: 0 },
          { x: 4, y: 2 },
          { x: 40, y: 3 },
        ]),
      ],
      logX: true,
      logY: true,
    });
    expect(y(0)).toBeNaN();
    expect(x(0)).toBeNaN();
    expect(domain).toEqual([4, 40]);
    expect(yTicks.map(({ label }) => label)).toEqual(['2', '2.2', '2.4', '2.6', '2.8', '3']);
  });
});

test('a part of x: the domain is that part, and the axis of values fits what is seen', () => {
  const points = Array.from({ length: 1_000 }, (_none, x) => ({ x, y: x }));
  const scene = layoutScene({
    series: [series(points)],
    ...{ width: 400, height: 200, smoothing: 0, xUnit: 'step', unit: 'loss', view: [100, 200] },
  });
  expect(scene.domain).toEqual([100, 200]);
  expect(scene.whole).toEqual([0, 999]);
  // An axis of all values would have 0 to 1,000.
  expect(scene.y(100) - scene.y(200)).toBeGreaterThan(0.6 * (scene.plot.bottom - scene.plot.top));
  // The line goes on beyond both ends.
  expect([scene.curves[0]!.line[0], scene.curves[0]!.line.at(-1)]).toEqual([99, 201]);
});
