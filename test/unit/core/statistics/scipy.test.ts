/** Statistics against SciPy's: test/reference/make_statistics_fixtures.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binomialError } from '../../../../core/statistics/binomial-error';
import { bootstrapInterval } from '../../../../core/statistics/bootstrap';
import { holm } from '../../../../core/statistics/holm';
import { differenceTest } from '../../../../core/statistics/interval';
import { MOST_SEEDS, pairedPower, seedsToSettle } from '../../../../core/statistics/power';
import {
  binomialTail,
  normalBelow,
  normalPoint,
  studentReach,
} from '../../../../core/statistics/probability';
import { correlation, type Sample } from '../../../../core/statistics/sample';
import { signFlipP } from '../../../../core/statistics/sign-flip';
import { superiority } from '../../../../core/statistics/superiority';

interface Pair {
  name: string;
  a: number[];
  b: number[];
  signFlip: number;
  superiority: number;
  bootstrap?: { low: number; high: number };
  correlation?: number;
}

interface Fixtures {
  intervals: {
    name: string;
    paired: boolean;
    a: number[];
    b: number[];
    low: number;
    high: number;
    p?: number;
  }[];
  points: { freedom: number; point: number }[];
  tails: { successes: number; trials: number; chance: number; tail: number }[];
  normals: { z: number; below: number }[];
  normal_points: { share: number; z: number }[];
  pairs: Pair[];
  corrections: { ps: number[]; corrected: number[] }[];
  errors: { accuracy: number; images: number; error: number }[];
  powers: { effect: number; seeds: number; level: number; power: number }[];
  needed: { differences: number[]; comparisons: number; more: number }[];
}

const file = join(__dirname, '../../../reference/fixtures/statistics.json');
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Fixtures;

const sample = (values: readonly number[], first = 1): Sample => ({
  seeds: values.map((_value, index) => first + index),
  values,
});

const differencesOf = ({ a, b }: Pair) => a.map((value, index) => value - b[index]!);

/** Equal to ten digits. */
const expectEqual = (found: number | undefined, expected: number) =>
  expect(Math.abs(found! - expected)).toBeLessThanOrEqual(1e-10 * Math.max(Math.abs(expected), 1e-30));

test.each(fixtures.intervals)('$name: $low to $high points, p $p', ({ paired, a, b, low, high, p }) => {
  const found = differenceTest(sample(a), sample(b, paired ? 1 : 101));
  expect(found?.paired).toBe(paired);
  expect(found?.low).toBeCloseTo(low, 9);
  expect(found?.high).toBeCloseTo(high, 9);
  expect(found?.low === found?.high).toBe(low === high);
  if (p === undefined) expect(found).not.toHaveProperty('p');
  else expectEqual(found?.p, p);
});

test('pairs go by seed, in whatever order they were trained', () => {
  const a = { seeds: [1, 2, 3], values: [70, 80, 90] };
  const b = { seeds: [3, 1, 2], values: [83, 65, 74] };
  const inOrder = differenceTest(a, { seeds: [1, 2, 3], values: [65, 74, 83] });
  expect(differenceTest(a, b)).toEqual(inOrder);
});

test('equal differences are equal although doubles round them', () => {
  const a = [0.7, 0.8, 0.9].map((share) => 100 * share);
  const b = [0.6, 0.7, 0.8].map((share) => 100 * share);
  const interval = differenceTest(sample(a), sample(b));
  expect(interval?.low).toBe(interval?.high);
  expect(interval?.low).toBeCloseTo(10, 9);
});

test('one seed on a side has no interval', () => {
  expect(differenceTest(sample([70]), sample([65, 66]))).toBeUndefined();
  expect(differenceTest(sample([70, 71]), sample([]))).toBeUndefined();
});

test.each(fixtures.points)('the 95 % point for $freedom degrees of freedom is $point', ({ freedom, point }) =>
  expectEqual(studentReach(freedom, 0.05), point),
);

test.each(fixtures.tails)(
  'P(X >= $successes) of $trials at $chance is $tail',
  ({ successes, trials, chance, tail }) =>
    expect(binomialTail(successes, trials, chance) / tail).toBeCloseTo(1, 8),
);

test.each(fixtures.normals)('P(Z <= $z) is $below', ({ z, below }) => expectEqual(normalBelow(z), below));

test.each(fixtures.normal_points)('$share of the normal distribution is below $z', ({ share, z }) =>
  z === 0 ? expect(normalPoint(share)).toBeCloseTo(0, 15) : expectEqual(normalPoint(share), z),
);

test.each(fixtures.pairs)('BCa bootstrap, $name', (pair) => {
  const found = bootstrapInterval(differencesOf(pair));
  expect(found === undefined).toBe(pair.bootstrap === undefined);
  expect(found?.low ?? 0).toBeCloseTo(pair.bootstrap?.low ?? 0, 9);
  expect(found?.high ?? 0).toBeCloseTo(pair.bootstrap?.high ?? 0, 9);
});

test.each(fixtures.pairs)('sign-flip p, $name: $signFlip', (pair) =>
  expectEqual(signFlipP(differencesOf(pair)), pair.signFlip),
);

test.each(fixtures.pairs)('P(A > B), $name: $superiority', ({ a, b, superiority: share }) =>
  expect(superiority({ values: a }, { values: b })).toBeCloseTo(share, 12),
);

test.each(fixtures.pairs)('correlation, $name: $correlation', ({ a, b, correlation: expected }) =>
  expected === undefined
    ? expect(correlation(a, b)).toBeUndefined()
    : expect(correlation(a, b)).toBeCloseTo(expected, 10),
);

test.each(fixtures.corrections)('Holm: $ps becomes $corrected', ({ ps, corrected }) => {
  for (const [index, p] of holm(ps).entries()) expect(p).toBeCloseTo(corrected[index]!, 12);
});

test.each(fixtures.errors)(
  'the error of $accuracy on $images images is $error',
  ({ accuracy, images, error }) => expect(binomialError(accuracy, images)).toBeCloseTo(error, 12),
);

test.each(fixtures.powers)(
  'power at an effect of $effect with $seeds seeds is $power',
  ({ effect, seeds, level, power }) => expect(pairedPower(effect, seeds, level)).toBeCloseTo(power, 9),
);

test.each(fixtures.needed)(
  '$differences, $comparisons comparisons: $more more seeds',
  ({ differences, comparisons, more }) =>
    expect(seedsToSettle(differences, comparisons)).toBe(
      differences.length + more > MOST_SEEDS ? Number.POSITIVE_INFINITY : more,
    ),
);
