import { fans } from '../../../main/compiler/fans';

// What keras.src.initializers.random_initializers.compute_fans of Keras 3.15 gives.
test.each([
  [[], 1, 1],
  [[5], 5, 5],
  [[4, 6], 4, 6],
  [[3, 3, 32, 64], 288, 576],
  // Depthwise kernels, [h, w, channels, multiplier].
  [[3, 3, 32, 1], 288, 9],
  [[3, 3, 8, 2], 72, 18],
  // A transposed convolution's, [h, w, out, in].
  [[2, 3, 16, 4], 96, 24],
])('kernel %j: fan-in %d, fan-out %d', (shape, fanIn, fanOut) => {
  expect(fans(shape)).toEqual({ fanIn, fanOut });
});
