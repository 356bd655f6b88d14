/** Intervals and tail probabilities against SciPy's: test/reference/make_interval_fixtures.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceInterval, type Sample } from '../../../../core/study/interval';
import { binomialTail, studentReach } from '../../../../core/study/probability';

interface Fixtures {
  intervals: { name: string; paired: boolean; a: number[]; b: number[]; low: number; high: number }[];
  points: { freedom: number; point: number }[];
  tails: { successes: number; trials: number; chance: number; tail: number }[];
}

const file = join(__dirname, '../../../reference/fixtures/intervals.json');
const { intervals, points, tails } = JSON.parse(readFileSync(file, 'utf8')) as Fixtures;

const sample = (values: readonly number[], first = 1): Sample => ({
  seeds: values.map((_value, index) => first + index),
  values,
});

test.each(intervals)('$name: $low to $high points', ({ paired, a, b, low, high }) => {
  const interval = differenceInterval(sample(a), sample(b, paired ? 1 : 101));
  expect(interval?.paired).toBe(paired);
  expect(interval?.low).toBeCloseTo(low, 9);
  expect(interval?.high).toBeCloseTo(high, 9);
  expect(interval?.low === interval?.high).toBe(low === high);
});

test('pairs go by seed, in whatever order they were trained', () => {
  const a = { seeds: [1, 2, 3], values: [70, 80, 90] };
  const b = { seeds: [3, 1, 2], values: [83, 65, 74] };
  const inOrder = differenceInterval(a, { seeds: [1, 2, 3], values: [65, 74, 83] });
  expect(differenceInterval(a, b)).toEqual(inOrder);
});

test('equal differences are equal although doubles round them', () => {
  const a = [0.7, 0.8, 0.9].map((share) => 100 * share);
  const b = [0.6, 0.7, 0.8].map((share) => 100 * share);
  const interval = differenceInterval(sample(a), sample(b));
  expect(interval?.low).toBe(interval?.high);
  expect(interval?.low).toBeCloseTo(10, 9);
});

test('one seed on a side has no interval', () => {
  expect(differenceInterval(sample([70]), sample([65, 66]))).toBeUndefined();
  expect(differenceInterval(sample([70, 71]), sample([]))).toBeUndefined();
});

test.each(points)('the 95 % point for $freedom degrees of freedom is $point', ({ freedom, point }) =>
  expect(studentReach(freedom, 0.05) / point).toBeCloseTo(1, 10),
);

test.each(tails)('P(X >= $successes) of $trials at $chance is $tail', ({ successes, trials, chance, tail }) =>
  expect(binomialTail(successes, trials, chance) / tail).toBeCloseTo(1, 8),
);
