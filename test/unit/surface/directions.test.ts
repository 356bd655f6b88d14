import { directionOf } from '../../../main/surface/directions';

const kernel = { name: 'conv/kernel', shape: [2, 3], filterOf: (index: number) => index % 3 };
const values = Float32Array.of(3, 0, 1, 4, 0, 2);
const at = (data: Float32Array, filter: number) => Math.hypot(data[filter]!, data[filter + 3]!);

test('each filter of a direction is as long as the filter of the weight', () => {
  const direction = directionOf(kernel, values, { seed: 1, axis: 0 });
  expect(at(direction, 0)).toBeCloseTo(5, 5);
  expect(at(direction, 1)).toBe(0);
  expect(at(direction, 2)).toBeCloseTo(Math.sqrt(5), 5);
});

test('the draws depend on seed, axis and name alone: networks that share a weight share them', () => {
  const draw = (how: { seed: number; axis: 0 | 1 }, name = kernel.name, own = values) => {
    const direction = directionOf({ ...kernel, name }, own, how);
    // Without the scale of the filter.
    return direction[0]! / direction[3]!;
  };
  const first = draw({ seed: 1, axis: 0 });
  expect(
    draw(
      { seed: 1, axis: 0 },
      kernel.name,
      values.map((value) => 2 * value),
    ),
  ).toBeCloseTo(first, 5);
  expect(draw({ seed: 1, axis: 1 })).not.toBeCloseTo(first, 3);
  expect(draw({ seed: 2, axis: 0 })).not.toBeCloseTo(first, 3);
  expect(draw({ seed: 1, axis: 0 }, 'other/kernel')).not.toBeCloseTo(first, 3);
});
