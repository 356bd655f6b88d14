/** When an accuracy is no better than guessing. */
import { isChance, testGuessing, validationGuessing } from '../../../../core/study/chance';
import { run } from './runs';

const classes = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({ name: `class ${index}`, of: [`class ${index}`] }));

const measuredOn = (split: object) =>
  run({ record: { split: { trainCount: 100, valCount: 10_000, description: 'these', ...split } } });

test('of balanced classes the bound is that of a binomial test at 1 %', () => {
  // scipy.stats.binom.isf(0.01, 10000, 0.1) = 1070: P(X > 1070) is below 1 %, P(X > 1069) is not.
  const guessing = validationGuessing(measuredOn({ classes: classes(10) }));
  expect(guessing).toEqual({ share: 0.1, most: 0.107, images: 10_000 });
  expect(isChance(0.105, guessing!)).toBe(true);
  expect(isChance(0.107, guessing!)).toBe(true);
  expect(isChance(0.1071, guessing!)).toBe(false);
  expect(isChance(0.02, guessing!)).toBe(true);
});

test('the most frequent class is what guessing gets', () => {
  const perClass = { train: [1, 1], validation: [150, 50] };
  const guessing = validationGuessing(measuredOn({ valCount: 200, classes: classes(2), perClass }));
  expect(guessing).toMatchObject({ share: 0.75, images: 200 });
  expect(isChance(0.75, guessing!)).toBe(true);
  // scipy.stats.binom.isf(0.01, 200, 0.75) = 164.
  expect(guessing?.most).toBe(0.82);
});

test('on few images much is luck', () => {
  const guessing = validationGuessing(measuredOn({ valCount: 8, classes: classes(2) }));
  expect(isChance(7 / 8, guessing!)).toBe(true);
  expect(isChance(1, guessing!)).toBe(false);
});

test('where all images are of one class nothing is above chance', () => {
  const perClass = { train: [1, 1], validation: [20, 0] };
  const guessing = validationGuessing(measuredOn({ valCount: 20, classes: classes(2), perClass }));
  expect(isChance(1, guessing!)).toBe(true);
});

test('test images have their own', () => {
  const perClass = { train: [1, 1], validation: [50, 50], test: [90, 10] };
  const tested = measuredOn({ classes: classes(2), perClass, testCount: 100 });
  expect(testGuessing(tested)).toMatchObject({ share: 0.9, images: 100 });
  expect(testGuessing(measuredOn({ classes: classes(2) }))).toBeUndefined();
});

test('a record that knows no classes says nothing', () => {
  expect(validationGuessing(measuredOn({}))).toBeUndefined();
  expect(validationGuessing(run({ record: { split: undefined } }))).toBeUndefined();
});
