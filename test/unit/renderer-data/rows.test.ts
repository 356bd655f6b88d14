import { GAP, gridShape, moved, positionAt, rowRange, WORDS } from '../../../renderer/ui/imageGrid';

test('as many columns as fit, with images over the whole width', () => {
  const shape = gridShape(1000, 72, 50_000);
  expect(shape.columns).toBe(12);
  expect(12 * shape.cell + 11 * GAP).toBeLessThanOrEqual(1000);
  expect(12 * (shape.cell + 1) + 11 * GAP).toBeGreaterThan(1000);
  expect(shape.rows).toBe(Math.ceil(50_000 / 12));
  expect(shape.rowHeight).toBe(shape.cell + WORDS + GAP);
});

test('an unknown width, or one narrower than an image, gives one column', () => {
  expect(gridShape(0, 72, 10)).toMatchObject({ columns: 1, rows: 10, cell: 72 });
  expect(gridShape(40, 72, 10)).toMatchObject({ columns: 1, cell: 40 });
});

test('no images, no rows', () => {
  expect(gridShape(1000, 72, 0).rows).toBe(0);
});

test('the last row holds what is left', () => {
  expect(rowRange(0, 12, 50_000)).toEqual([0, 12]);
  expect(rowRange(4166, 12, 50_000)).toEqual([49_992, 50_000]);
});

describe('keys', () => {
  // 0 1 2 3 / 4 5 6 7 / 8 9
  const grid = { columns: 4, count: 10, page: 2 };
  test.each([
    ['ArrowRight', 3, 4],
    ['ArrowLeft', 4, 3],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 9, 9],
    ['ArrowDown', 1, 5],
    ['ArrowUp', 5, 1],
    ['ArrowUp', 2, 2],
    // Into the last row, which is shorter; in the last row nothing is below.
    ['ArrowDown', 7, 9],
    ['ArrowDown', 8, 8],
    ['PageDown', 1, 9],
    ['PageDown', 3, 9],
    ['PageUp', 9, 1],
    ['PageUp', 5, 1],
    ['Home', 7, 0],
    ['End', 2, 9],
  ])('%s from %i goes to %i', (key, from, to) => {
    expect(moved(key, from, grid)).toBe(to);
  });

  test('other keys do not move, and an empty grid has nowhere to go', () => {
    expect(moved('a', 3, grid)).toBeUndefined();
    expect(moved('toString', 3, grid)).toBeUndefined();
    expect(moved('End', 0, { ...grid, count: 0 })).toBeUndefined();
  });
});

test('a point of the grid is an image with its name, or nothing', () => {
  const shape = gridShape(1000, 72, 30);
  const { columns, cell, rowHeight } = shape;
  const at = (x: number, y: number) => positionAt(x, y, shape, 30);
  expect(at(0, 0)).toBe(0);
  expect(at(cell - 1, cell + WORDS - 1)).toBe(0);
  expect(at(cell + GAP, 0)).toBe(1);
  expect(at(2 * (cell + GAP), rowHeight)).toBe(columns + 2);
  // Between two images, beside them, beyond the last.
  expect(at(cell, 0)).toBeUndefined();
  expect(at(0, cell + WORDS)).toBeUndefined();
  expect(at(columns * (cell + GAP), 0)).toBeUndefined();
  expect(at(-1, 0)).toBeUndefined();
  expect(at(0, 3 * rowHeight)).toBeUndefined();
});
