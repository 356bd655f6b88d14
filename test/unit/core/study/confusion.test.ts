import { denseConfusion, sparseConfusion } from '../../../../core/study/confusion';

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
