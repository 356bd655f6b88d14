/** Which convolutions are matrix products, and the result of the pass. */
import { Builder } from '../../../main/compiler/ir/builder';
import { convolutionProduct } from '../../../main/compiler/ir/convolution-product';
import { filterTaps } from '../../../main/compiler/ir/convolution-taps';
import { verify } from '../../../main/compiler/ir/verify';
import { convolutionProducts } from '../../../main/compiler/passes/convolution-products';

type Side = [number, number];
const product = ([height, width]: Side, kernel: Side, stride: number, padding: 'same' | 'valid', seen = 2) =>
  convolutionProduct([null, height, width, 2], [...kernel, seen, 3], { strides: [stride, stride], padding });

test('a 1x1 kernel multiplies pixels, on any map', () => {
  expect(product([56, 56], [1, 1], 1, 'same')).toEqual({ form: 'pixels' });
  expect(product([56, 56], [1, 1], 2, 'same')).toBeUndefined();
});

test('of a 3x3 kernel on one pixel, its middle is left', () => {
  const middle = { begin: 0, end: 1, kernelBegin: 1 };
  expect(product([1, 1], [3, 3], 1, 'same')).toEqual({
    form: 'map',
    windows: [{ rows: middle, columns: middle }],
  });
});

test('one pixel of the result may see a part of the map', () => {
  const corner = { begin: 0, end: 1, kernelBegin: 0 };
  expect(product([2, 2], [1, 1], 2, 'same')).toEqual({
    form: 'map',
    windows: [{ rows: corner, columns: corner }],
  });
  // TensorFlow's "same" pads at the end: rows 0 and 1 lie under the kernel's first two.
  const both = { begin: 0, end: 2, kernelBegin: 0 };
  expect(product([2, 2], [3, 3], 2, 'same')).toEqual({
    form: 'map',
    windows: [{ rows: both, columns: both }],
  });
});

test('four pixels that all see the whole map are four products', () => {
  const four = product([2, 2], [3, 3], 1, 'same');
  expect(four?.form === 'map' && four.windows.map(({ rows, columns }) => [rows, columns])).toEqual(
    [1, 0].flatMap((row) =>
      [1, 0].map((column) => [
        { begin: 0, end: 2, kernelBegin: row },
        { begin: 0, end: 2, kernelBegin: column },
      ]),
    ),
  );
});

test('everything else stays a convolution', () => {
  expect(product([4, 4], [3, 3], 1, 'same')).toBeUndefined();
  expect(product([2, 2], [2, 1], 1, 'same')).toBeUndefined();
  // Five windows of a 5x1 map.
  expect(product([5, 1], [9, 1], 1, 'same')).toBeUndefined();
  // Groups: the kernel sees one of the two channels.
  expect(product([1, 1], [1, 1], 1, 'same', 1)).toBeUndefined();
});

test('an image of a million rows is not walked row by row', () => {
  const from = jest.spyOn(Array, 'from');
  try {
    expect(product([1_000_000, 32], [3, 3], 1, 'same')).toBeUndefined();
    expect(product([1_000_000, 32], [1000, 32], 1, 'valid')).toBeUndefined();
    const sliding = { strides: [1, 1], padding: 'valid' } as const;
    expect(filterTaps([null, 1_000_000, 32, 2], [999_999, 31, 2, 3], sliding)).toBeUndefined();
    expect(from).not.toHaveBeenCalled();
  } finally {
    from.mockRestore();
  }
});

test('a filter gradient goes tap by tap: what each value of the kernel meets', () => {
  const taps = filterTaps([null, 2, 5, 4], [3, 1, 4, 8], { strides: [1, 1], padding: 'same' });
  const all = { input: 0, output: 0, length: 5 };
  expect(taps).toEqual([
    { rows: { input: 0, output: 1, length: 1 }, columns: all },
    { rows: { input: 0, output: 0, length: 2 }, columns: all },
    { rows: { input: 1, output: 0, length: 1 }, columns: all },
  ]);
  const strided = { strides: [2, 2], padding: 'same' } as const;
  expect(filterTaps([null, 4, 4, 4], [3, 3, 4, 8], strided)).toBeUndefined();
  // On one row, the outer taps of three meet padding alone.
  expect(filterTaps([null, 1, 5, 4], [3, 1, 4, 8], { ...strided, strides: [1, 1] })).toBeUndefined();
});

test('the pass keeps names and types, and the filter gradient of a larger map', () => {
  const build = new Builder();
  const input = (name: string, shape: (number | null)[]) =>
    build.value('input', name, [], { dtype: 'float32', shape });
  const x = input('x', [null, 2, 2, 2]);
  const kernel = input('kernel', [3, 3, 2, 3]);
  const dy = input('dy', [null, 2, 2, 3]);
  const attributes = { strides: [1, 1], padding: 'same' } as const;
  build.value('conv2d', 'forward', [x, kernel], attributes);
  build.value('conv2d_input_grad', 'dx', [x, kernel, dy], attributes);
  build.value('conv2d_filter_grad', 'dkernel', [x, kernel, dy], attributes);
  const [larger, dlarger] = [input('larger', [null, 6, 6, 2]), input('dy_larger', [null, 6, 6, 3])];
  build.value('conv2d_filter_grad', 'dlarger', [larger, kernel, dlarger], attributes);
  const before = build.finish();
  const after = convolutionProducts.run(before);
  verify(after, convolutionProducts.name);
  expect(
    after.nodes.filter(({ operator }) => operator !== 'input').map(({ name, operator }) => [name, operator]),
  ).toEqual([
    ['forward', 'conv2d_product'],
    ['dx', 'conv2d_product_input_grad'],
    ['dkernel', 'conv2d_product_filter_grad'],
    ['dlarger', 'conv2d_filter_grad'],
  ]);
  expect(after.nodes.map(({ outputs }) => outputs)).toEqual(before.nodes.map(({ outputs }) => outputs));
});

test.each([
  ['float32', 2, 256, true],
  ['float32', 7, 512, true],
  ['float32', 4, 128, false],
  ['float32', 14, 256, false],
  ['bfloat16', 4, 128, true],
  ['bfloat16', 8, 256, true],
  ['bfloat16', 14, 512, true],
  ['bfloat16', 3, 64, false],
  ['bfloat16', 8, 128, false],
  ['bfloat16', 14, 256, false],
  ['bfloat16', 28, 128, false],
] as const)(
  'the filter gradient in %s on %dx of %d channels goes by taps: %s',
  (dtype, side, channels, byTaps) => {
    const build = new Builder();
    const input = (name: string, shape: (number | null)[]) =>
      build.value('input', name, [], { dtype, shape });
    const x = input('x', [null, side, side, channels]);
    const kernel = input('kernel', [3, 3, channels, channels]);
    build.value('conv2d_filter_grad', 'dw', [x, kernel, x], { strides: [1, 1], padding: 'same' });
    const { nodes } = convolutionProducts.run(build.finish());
    expect(nodes.at(-1)?.operator).toBe(byTaps ? 'conv2d_product_filter_grad' : 'conv2d_filter_grad');
  },
);
