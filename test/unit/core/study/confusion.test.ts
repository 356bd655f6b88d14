import { denseConfusion, perClassAccuracy, sparseConfusion } from '../../../../core/study/confusion';

test('the share of each class that was told right; none for a class without images', () => {
  const confusion = [
    [3, 1, 0],
    [0, 0, 0],
    [2, 2, 4],
  ];
  expect(perClassAccuracy(confusion)).toEqual([0.75, undefined, 0.5]);
  expect(perClassAccuracy([])).toEqual([]);
});

test('a matrix that is not square is refused', () => {
  expect(() => perClassAccuracy([[1, 0], [1]])).toThrow('Received: 1 columns in row 1 of 2');
});

test('the counts above 0 hold the whole matrix', () => {
  const sparse = sparseConfusion([3, 0, 0, 2, 0, 1, 0, 0, 9]);
  expect(sparse).toEqual({
    classes: 3,
    counts: [
      [0, 0, 3],
      [1, 0, 2],
      [1, 2, 1],
      [2, 2, 9],
    ],
  });
  expect(denseConfusion(sparse)).toEqual([
    [3, 0, 0],
    [2, 0, 1],
    [0, 0, 9],
  ]);
});
