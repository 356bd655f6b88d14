/** The convolutions that are computed as matrix products, against the convolutions themselves, in TensorFlow. */
import { emit } from '../../../main/compiler/emit';
import type { Sliding } from '../../../main/compiler/ir/attributes';
import { Builder } from '../../../main/compiler/ir/builder';
import { convolutionProduct } from '../../../main/compiler/ir/convolution-product';
import type { Program, Value } from '../../../main/compiler/ir/types';
import { convolutionProducts } from '../../../main/compiler/passes/convolution-products';
import type { TensorValue } from '../../../main/engine/types';
import { noiseArray } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

const BATCH = 3;
const [CHANNELS, FILTERS] = [5, 4];

interface Corner extends Sliding {
  size: readonly [number, number];
  kernel: readonly [number, number];
}

const corners: Corner[] = (['same', 'valid'] as const).flatMap((padding) =>
  ([1, 2, 3] as const).flatMap((stride) =>
    [
      [1, 1],
      [2, 2],
      [2, 1],
      [3, 2],
      [7, 5],
    ].flatMap((size) =>
      [
        [1, 1],
        [2, 2],
        [3, 3],
        [3, 2],
        [7, 7],
      ].map(
        (kernel): Corner => ({
          padding,
          strides: [stride, stride],
          size: size as [number, number],
          kernel: kernel as [number, number],
        }),
      ),
    ),
  ),
);

/** As the pass sees it; maps that only have a filter gradient by taps are among the few pixels. */
const isProduct = ({ size, kernel, ...sliding }: Corner): boolean => {
  if (sliding.padding === 'valid' && (kernel[0] > size[0] || kernel[1] > size[1])) return false;
  return convolutionProduct([null, ...size, CHANNELS], [...kernel, CHANNELS, FILTERS], sliding) !== undefined;
};
const cases = corners.filter(isProduct);

/** Forward and both gradients of every case as one entry. */
function build(): { program: Program; feeds: Record<string, TensorValue> } {
  const builder = new Builder();
  const inputs: Record<string, Value> = {};
  const outputs: Record<string, Value> = {};
  const feeds: Record<string, TensorValue> = {};
  cases.forEach(({ size, kernel, ...sliding }, index) => {
    const feed = (part: string, shape: readonly (number | null)[]): Value => {
      const value = builder.value('input', `case${index}/${part}`, [], { dtype: 'float32', shape });
      const sizes = shape.map((length) => length ?? BATCH);
      const count = sizes.reduce((product, length) => product * length, 1);
      feeds[value.node] = { dtype: 'float32', shape: sizes, data: noiseArray(index, count) };
      inputs[value.node] = value;
      return value;
    };
    const x = feed('x', [null, ...size, CHANNELS]);
    const weights = feed('kernel', [...kernel, CHANNELS, FILTERS]);
    const y = builder.value('conv2d', `case${index}/y`, [x, weights], sliding);
    const dy = feed('dy', y.shape);
    outputs[`case${index}/y`] = y;
    for (const part of ['input', 'filter'] as const) {
      const name = `case${index}/d_${part}`;
      outputs[name] = builder.value(`conv2d_${part}_grad`, name, [x, weights, dy], sliding);
    }
  });
  builder.entry({ name: 'all', inputs, outputs, effects: [] });
  return { program: builder.finish(), feeds };
}

const run = (program: Program, feeds: Record<string, TensorValue>) =>
  withSession({ savedModel: emit(program, { tags: ['t'] }), tags: ['t'] }, (session) =>
    session.run('all', feeds),
  );

test(
  'value and gradients are those of the convolution',
  async () => {
    const { program, feeds } = build();
    const products = convolutionProducts.run(program);
    expect(cases.length).toBeGreaterThan(40);
    const replaced = products.nodes.filter(({ operator }) => operator.startsWith('conv2d_product'));
    expect(replaced.length).toBeGreaterThan(2 * cases.length);
    const expected = await run(program, feeds);
    const received = await run(products, feeds);
    for (const [name, { shape, data }] of Object.entries(expected)) {
      const other = received[name]!;
      expect({ name, shape: other.shape }).toEqual({ name, shape });
      const largest = Array.from(data as Float32Array).reduce(
        (difference, value, index) => Math.max(difference, Math.abs(value - (other.data[index] as number))),
        0,
      );
      expect({
        name,
        ...cases[Number(name.match(/\d+/)?.[0])],
        exact: largest < 1e-5,
        largest,
      }).toMatchObject({
        exact: true,
      });
    }
  },
  ENGINE_TIMEOUT,
);
