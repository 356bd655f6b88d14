/** The range test's arithmetic on curves with known answers. */
import { RangeTest } from '../../../../core/study/range-test';

const limits = { minimum: 1e-6, maximum: 10, steps: 141 };

/** Runs a test with a loss that is a function of the rate. */
function run(loss: (rate: number, step: number) => number, change: Partial<typeof limits> = {}) {
  const test = new RangeTest({ ...limits, ...change });
  while (!test.finished) {
    if (test.add(loss(test.learningRate, test.points.length)) === 'diverged') return { test, end: 'nan' };
    if (test.diverged) return { test, end: 'diverged' };
  }
  return { test, end: 'steps' };
}

/** Flat at 2.3, falls around 1e-2 by a logistic curve in the logarithm of the rate, grows beyond 1. */
const usual = (rate: number) => {
  const decades = Math.log10(rate);
  return 2.3 - 1.5 / (1 + Math.exp(-4 * (decades + 2))) + Math.max(0, rate - 1) ** 2;
};

test('the rate grows by equal factors, from the minimum to the maximum', () => {
  const { points } = run(() => 1).test;
  expect(points).toHaveLength(141);
  expect(points[0]?.learningRate).toBe(1e-6);
  expect(points[20]?.learningRate).toBeCloseTo(1e-5, 12);
  expect(points[140]?.learningRate).toBeCloseTo(10, 9);
  const factors = points
    .slice(1)
    .map((point, index) => point.learningRate / (points[index]?.learningRate ?? 0));
  for (const factor of factors) expect(factor).toBeCloseTo(10 ** (7 / 140), 9);
});

test('the smoothed loss is de-biased: a constant is itself from the first step on', () => {
  for (const { smoothed } of run(() => 2.5).test.points) expect(smoothed).toBeCloseTo(2.5, 12);
});

test('the smoothed loss is an exponential mean over a tenth of the test', () => {
  const { points } = run((_rate, step) => (step === 0 ? 1 : 0), { steps: 100 }).test;
  const beta = Math.exp(-0.1);
  expect(points[10]?.smoothed).toBeCloseTo(((1 - beta) * beta ** 10) / (1 - beta ** 11), 12);
});

test('the suggestion is where the loss falls fastest, at most a smoothing lag later', () => {
  const { test: done, end } = run(usual);
  expect(end).toBe('diverged');
  expect(done.suggestion).toBeGreaterThan(0.8e-2);
  expect(done.suggestion).toBeLessThan(1e-1);
  expect(done.diverged).toBe(true);
  expect(done.points.at(-1)?.learningRate).toBeLessThan(10);
});

test('noise does not move the suggestion to where the curve is flat', () => {
  // A fixed sequence that looks random; its deviation is 0.06, the fall is 1.5.
  const noise = (step: number) => 0.2 * (((Math.sin(step * 12.9898) * 43758.5453) % 1) / 2);
  const { suggestion } = run((rate, step) => usual(rate) + noise(step)).test;
  expect(suggestion).toBeGreaterThan(3e-3);
  expect(suggestion).toBeLessThan(1e-1);
});

test('a loss that never falls gives no suggestion', () => {
  expect(run((rate) => 2 + Math.log10(rate) / 100).test.suggestion).toBeUndefined();
  expect(run(() => 2).test.suggestion).toBeUndefined();
});

test('four times the least is where a loss has run away', () => {
  const { test: done, end } = run((rate) => (rate > 1e-2 ? 100 : 1));
  expect(end).toBe('diverged');
  const smoothed = done.points.map((point) => point.smoothed);
  expect(smoothed.at(-1)).toBeGreaterThan(4);
  expect(smoothed.at(-2)).toBeLessThanOrEqual(4);
});

test('a loss that is no number ends it without a point', () => {
  const { test: done, end } = run((_rate, step) => (step === 7 ? Number.NaN : 1));
  expect(end).toBe('nan');
  expect(done.points).toHaveLength(7);
});

test.each([
  [{ minimum: 0 }, '0 to 10'],
  [{ maximum: 1e-7 }, '0.000001 to 1e-7'],
  [{ steps: 1 }, 'at least two steps. Received: 1'],
])('limits that are none are refused: %j', (change, words) => {
  expect(() => run(() => 1, change)).toThrow(words);
});
