/** Successive halving stops the networks that its rule names, and only once all of them can be judged. */
import { hopeless, type LearningCurve } from '../../../../core/statistics/halving';

const rule = { epochs: 1, factor: 2 };
const study = { seeds: [1, 2], epochs: 8 };

/** Two seeds of each arm, 0.01 apart. */
const curves = (arms: Readonly<Record<string, readonly number[]>>): LearningCurve[] =>
  Object.entries(arms).flatMap(([arm, accuracies]) =>
    study.seeds.map((seed) => ({ arm, seed, accuracies: accuracies.map((one) => one + 0.01 * seed) })),
  );

test('the better half goes on at each decision', () => {
  const stopped = hopeless(
    curves({ a: [0.1], b: [0.4, 0.5], c: [0.2], d: [0.3, 0.6], e: [0.25] }),
    rule,
    study,
  );
  expect(stopped.map(({ arm, epoch }) => [arm, epoch])).toEqual([
    ['a', 1],
    ['c', 1],
  ]);
  expect(stopped[0]?.accuracy).toBeCloseTo(0.115, 12);
  expect(stopped[0]?.needed).toBeCloseTo(0.265, 12);
});

test('the next decision is after factor times as many epochs, among those still in', () => {
  const stopped = hopeless(
    curves({ a: [0.1], b: [0.4, 0.5], c: [0.2], d: [0.3, 0.6] }),
    { epochs: 1, factor: 2 },
    study,
  );
  expect(stopped.map(({ arm, epoch }) => [arm, epoch])).toEqual([
    ['a', 1],
    ['c', 1],
    ['b', 2],
  ]);
});

test('the baseline goes on and takes no place', () => {
  const arms = curves({ base: [0.1, 0.1], a: [0.3, 0.3], b: [0.2] });
  expect(hopeless(arms, rule, { ...study, baseline: 'base' }).map(({ arm }) => arm)).toEqual(['b']);
});

test('one network that is not there yet, or a missing seed, puts the decision off', () => {
  expect(hopeless(curves({ a: [0.1], b: [] }), rule, study)).toEqual([]);
  expect(hopeless(curves({ a: [0.1], b: [0.2] }).slice(0, 3), rule, study)).toEqual([]);
});

test('ties go on together, and no decision falls on the last epoch', () => {
  expect(hopeless(curves({ a: [0.2], b: [0.2] }), rule, study)).toEqual([]);
  expect(hopeless(curves({ a: [0.1], b: [0.2] }), rule, { ...study, epochs: 1 })).toEqual([]);
});
