/** What few seeds can show, and what they cannot. */
import { bootstrapInterval } from '../../../../core/statistics/bootstrap';
import { seedsToSettle, whatSeedsCanSay } from '../../../../core/statistics/power';
import { signFlipP } from '../../../../core/statistics/sign-flip';

test.each([
  [1, 1, undefined],
  [2, 0.5, undefined],
  [3, 0.25, 'look'],
  [5, 0.0625, 'look'],
  [6, 0.03125, 'claim'],
  [10, 2 ** -9, 'paper'],
])('%d seeds: p is at least %d', (seeds, leastP, purpose) => {
  expect(whatSeedsCanSay(seeds)).toEqual({ leastP, ...(purpose ? { purpose } : {}) });
  const oneSided = Array.from({ length: seeds }, (_, index) => 1 + index);
  expect(signFlipP(oneSided)).toBe(leastP);
});

test.each([
  [[1, 2], true],
  [[1, 2, 4], true],
  [[1, 2, 2.5, 3, 3.2, 4], false],
])('the bootstrap of %j: its ends are those of the values: %p', (values, isDegenerate) => {
  const found = bootstrapInterval(values);
  expect(found).toMatchObject({ isDegenerate });
  expect(found?.low === Math.min(...values) || found?.high === Math.max(...values)).toBe(isDegenerate);
  expect(bootstrapInterval(values)).toEqual(found);
});

test('without spread, or with one seed, nothing can be said', () => {
  expect(bootstrapInterval([5, 5, 5])).toBeUndefined();
  expect(bootstrapInterval([5])).toBeUndefined();
  expect(seedsToSettle([5, 5, 5])).toBeUndefined();
  expect(seedsToSettle([5])).toBeUndefined();
  expect(signFlipP([])).toBeUndefined();
});

test('differences around zero would take more seeds than anyone trains', () =>
  expect(seedsToSettle([-1, 1, 0.05])).toBe(Number.POSITIVE_INFINITY));
