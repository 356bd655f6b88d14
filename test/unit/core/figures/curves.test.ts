import { axisValues, nearest, nextX, readAt, summarize, toCurve } from '../../../../core/figures/curves';
import {
  epochPoints,
  NO_STEPS,
  runLabel,
  stepPoints,
  withSteps,
  xEndOf,
} from '../../../../core/figures/run-series';
import { listOf, NO_POINTS, type Points, pointsOf, type Series } from '../../../../core/figures/types';
import { formatMoment } from '../../../../core/format/moment';
import { epoch, run, settings } from '../../renderer-views/fixtures';

const series = (change: Partial<Series> = {}): Series => ({
  id: 'a',
  label: 'ResNet-50',
  color: 'red',
  points: pointsOf(Array.from({ length: 3_000 }, (_none, x) => ({ x, y: x === 1_234 ? -1 : 1 / (1 + x) }))),
  ...change,
});

test('the best value comes from all points, although the drawing is smoothed and thinned', () => {
  const one = series({ smoothed: true });
  const curve = toCurve(one, 0.9, 100);
  expect(curve.line.length).toBeLessThanOrEqual(300);
  expect(Math.min(...curve.line.map((index) => curve.all.y[index]!))).toBeGreaterThan(-1);
  const [summary] = summarize([one], 'low');
  expect(summary!.best).toEqual({ x: 1_234, y: -1 });
  expect(summary!.last.x).toBe(2_999);
  expect(summarize([one], 'high')[0]!.best).toEqual({ x: 0, y: 1 });
});

test('the raw curve stays behind a smoothed one, its extremes included', () => {
  const { raw } = toCurve(series({ smoothed: true }), 0.6, 100);
  expect(raw).toContain(1_234);
  expect(toCurve(series(), 0.6, 100).raw).toBeUndefined();
});

test('a lone spike does not squeeze a smoothed chart, an unsmoothed one shows it', () => {
  const spike = series({
    smoothed: true,
    points: pointsOf(listOf(series().points).map((p) => (p.x === 700 ? { ...p, y: 1e6 } : p))),
  });
  expect(Math.max(...axisValues([toCurve(spike, 0, 500)]))).toBe(1e6);
  expect(Math.max(...axisValues([toCurve(spike, 0.99, 500)]))).toBeLessThan(1e5);
});

test('the nearest point is found by bisection', () => {
  const points = pointsOf([0, 1, 5, 9].map((x) => ({ x, y: x })));
  expect([-3, 0.4, 0.6, 3.1, 6.9, 7.1, 40].map((x) => nearest(points, x)!.x)).toEqual([0, 0, 1, 5, 5, 9, 9]);
  expect(nearest(NO_POINTS, 1)).toBeUndefined();
});

test('a curve that ended long before the crosshair has no reading there', () => {
  const short = toCurve(
    series({
      points: pointsOf([
        { x: 0, y: 1 },
        { x: 2, y: 3 },
      ]),
    }),
    0,
    100,
  );
  const long = toCurve(
    series({
      id: 'b',
      points: pointsOf([
        { x: 0, y: 1 },
        { x: 9, y: 4 },
      ]),
    }),
    0,
    100,
  );
  expect(readAt([short, long], 9, 0.2).map(({ point }) => point.y)).toEqual([4]);
  expect(readAt([short, long], 2.1, 0.2)).toHaveLength(2);
});

test('keys meet every point of a sparse curve and cross a dense one in long steps', () => {
  const epochs = toCurve(series({ points: pointsOf([1, 2, 3].map((x) => ({ x, y: x }))) }), 0, 100);
  const steps = toCurve(
    series({ points: pointsOf(Array.from({ length: 300 }, (_none, i) => ({ x: i / 100, y: 1 }))) }),
    0,
    500,
  );
  expect([-9, 1, 2, 3].map((x) => nextX([epochs], x, 1, 0.06))).toEqual([1, 2, 3, 3]);
  expect([9, 3, 1].map((x) => nextX([epochs], x, -1, 0.06))).toEqual([3, 2, 1]);
  expect(nextX([steps, epochs], 1, 1, 0.06)).toBeCloseTo(1.06, 9);
});

test('steps and epochs stand at one place whatever x counts', () => {
  const record = run('r', { stepsPerEpoch: 196, epochs: [epoch(1), epoch(2)] });
  const steps = withSteps(
    NO_STEPS,
    [98, 196, 392].map((step) => ({ step, seconds: step / 10, loss: 1 })),
  );
  const xs = (points: Points) => listOf(points).map(({ x }) => x);
  expect(xs(stepPoints(record, steps, 'loss', 'epoch'))).toEqual([0.5, 1, 2]);
  expect(xs(stepPoints(record, steps, 'loss', 'step'))).toEqual([98, 196, 392]);
  expect(xs(stepPoints(record, steps, 'loss', 'time'))).toEqual([9.8, 19.6, 39.2]);
  const loss = ({ valLoss }: { valLoss: number }) => valLoss;
  expect(xs(epochPoints(record, loss, 'epoch'))).toEqual([1, 2]);
  expect(xs(epochPoints(record, loss, 'step'))).toEqual([196, 392]);
  expect(xs(epochPoints(record, loss, 'time'))).toEqual([40, 80]);
  expect(xEndOf([record], 'epoch')).toBe(5);
  expect(xEndOf([record], 'step')).toBe(980);
  expect(xEndOf([record], 'time')).toBeUndefined();
  // Forward, and backward for inputs and weights: three times the multiply-adds of 256 images a step.
  const perStep = 3 * 256 * record.network.macs;
  expect(xs(stepPoints(record, steps, 'loss', 'macs'))[0]! / perStep).toBeCloseTo(98, 9);
  expect(xEndOf([record], 'macs')! / perStep).toBeCloseTo(980, 9);
});

test('without a recorded count, steps of an epoch follow from images and batch size', () => {
  const record = run('r', {
    split: { trainCount: 1000, valCount: 10, description: '' },
    settings: settings(),
  });
  const points = stepPoints(record, withSteps(NO_STEPS, [{ step: 4, seconds: 1, loss: 1 }]), 'loss', 'epoch');
  expect(listOf(points)[0]!.x).toBe(1);
});

test('a label says as much as tells the run from the others', () => {
  const first = run('1');
  const plain = run('2', { arm: 'Plain-50' });
  const seeded = run('3', { settings: settings({ seed: 2 }) });
  const later = run('4', { createdAt: '2026-11-23T20:45:00.000Z' });
  expect(runLabel(first, [first, plain])).toBe('ResNet-50');
  expect(runLabel(first, [first, plain, seeded])).toBe('ResNet-50 · seed 1');
  expect(runLabel(first, [first, later])).toBe(`ResNet-50 · ${formatMoment(first.createdAt)}`);
  expect(runLabel(later, [first, later])).not.toBe(runLabel(first, [first, later]));
  expect(runLabel(first, [first, run('5')])).toBe('ResNet-50 · 1');
});
