import { bandOf, levelsOf } from '../../../../core/surface/levels';
import { surfacePicture } from '../../../../core/surface/pictures';
import { orderOf, placeOf, spacedOut, surfaceSettingsSchema } from '../../../../core/surface/surface';

const settings = surfaceSettingsSchema.parse({ points: 5, range: 2 });

test('points go along x first, and the middle one is the trained network', () => {
  expect([0, 1, 5, 12, 24].map((index) => placeOf(settings, index))).toEqual([
    [-2, -2],
    [-1, -2],
    [-2, -1],
    [0, 0],
    [2, 2],
  ]);
});

test.each([3, 4, 11, 51])(
  'every one of %i x %i points is computed once, corners of a coarse grid first',
  (points) => {
    const order = orderOf({ ...settings, points });
    expect([...order].sort((a, b) => a - b)).toEqual(
      Array.from({ length: points ** 2 }, (_, index) => index),
    );
    const stride = 2 ** Math.floor(Math.log2(points - 1));
    expect(order.slice(0, 2)).toEqual([0, stride]);
  },
);

test('images are evenly spaced, and never more than there are', () => {
  expect(spacedOut(4, 10)).toEqual([0, 2, 5, 7]);
  expect(spacedOut(10, 3)).toEqual([0, 1, 2]);
});

test('levels are those of all surfaces, and what overflows is in the last band', () => {
  const levels = levelsOf([{ losses: [1, 10, null] }, { losses: [100, 'overflow'] }], 2)!;
  expect(levels).toHaveLength(3);
  expect(levels[0]).toBe(1);
  expect(bandOf(1, levels)).toBe(0);
  expect(bandOf('overflow', levels)).toBe(1);
  expect(bandOf(100, levels)).toBe(1);
  expect(levelsOf([{ losses: [null, 'overflow'] }], 2)).toBeUndefined();
});

test('a flat surface has levels too', () => {
  const levels = levelsOf([{ losses: [2, 2, 2] }], 4)!;
  expect(bandOf(2, levels)).toBe(0);
});

test('the picture begins with the first network that has a coarse grid, and keeps a place for the others', () => {
  const grid = surfaceSettingsSchema.parse({ points: 3 });
  const nothing = { name: 'plain', surface: { settings: grid, losses: Array(9).fill(null) } };
  const losses = [4, null, 5, null, 1, null, 6, null, 7];
  const begun = { name: 'residual', surface: { settings: grid, losses } };
  for (const kind of ['contours', 'relief'] as const) {
    const options = { kind, label: 'loss', width: 400 };
    expect(surfacePicture([nothing, nothing], options)).toBeUndefined();
    const picture = surfacePicture([begun, nothing], options)!;
    expect(picture).toContain('residual');
    expect(picture).toContain('plain');
    expect(picture.match(/stroke-dasharray/g)).toHaveLength(1);
  }
});
