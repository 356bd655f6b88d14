/** Numbers and wrong images of a split, from a table small enough to count by hand. */
import {
  type Answers,
  disagreements,
  evaluationOf,
  imagesInCell,
  mistakes,
  topOf,
} from '../../../core/study/answers';

/** Four images, three classes, two guesses each. */
const answers = (
  rows: readonly [label: number, first: number, share: number, second: number][],
): Answers => ({
  count: rows.length,
  classes: 3,
  guesses: 2,
  labels: Int32Array.from(rows, ([label]) => label),
  top: Int32Array.from(rows.flatMap(([, first, , second]) => [first, second])),
  shares: Float32Array.from(rows.flatMap(([, , share]) => [share, 1 - share])),
  losses: Float32Array.from(rows, (_, index) => index),
});
const first = answers([
  [0, 0, 0.75, 1],
  [0, 1, 0.5, 0],
  [1, 0, 0.75, 1],
  [0, 1, 0.875, 2],
]);

test('loss, accuracy, classes and confusion are counted', () => {
  expect(evaluationOf(first)).toEqual({
    count: 4,
    loss: 1.5,
    accuracy: 0.25,
    perClass: [
      { count: 3, recall: 1 / 3, precision: 0.5 },
      { count: 1, recall: 0, precision: 0 },
      { count: 0, recall: null, precision: null },
    ],
    confusion: {
      classes: 3,
      counts: [
        [0, 0, 1],
        [0, 1, 2],
        [1, 0, 1],
      ],
    },
  });
});

test('wrong images come with the most confident first', () => {
  expect(imagesInCell(first, 0, 1)).toEqual([3, 1]);
  expect(mistakes(first)).toEqual([3, 2, 1]);
});

test('disagreements begin where even the least confident network is confident', () => {
  const second = answers([
    [0, 1, 0.5, 0],
    [0, 1, 0.5, 0],
    [1, 1, 0.75, 0],
    [0, 0, 0.625, 1],
  ]);
  expect(disagreements([first, second])).toEqual([2, 3, 0]);
  expect(disagreements([first, first])).toEqual([]);
});

test('equal shares keep the order of the classes', () => {
  expect(topOf([0.25, 0.5, 0.25], 3)).toEqual([1, 0, 2]);
  expect(topOf([0.25, 0.5, 0.25], 1)).toEqual([1]);
});
