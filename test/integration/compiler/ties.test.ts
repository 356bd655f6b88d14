/** Where central differences say nothing: who takes the gradient of a maximum that several inputs reach. */
import { emit } from '../../../main/compiler/emit';
import { differentiate } from '../../../main/compiler/gradients';
import type { BinaryFunction } from '../../../main/compiler/ir/attributes';
import { Builder } from '../../../main/compiler/ir/builder';
import type { TensorValue } from '../../../main/engine/types';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

/** Gradients of sum(extreme(extreme(a, b), c)), as keras.layers.Maximum and Minimum chain their inputs. */
async function gradientsOf(fn: BinaryFunction, values: readonly (readonly number[])[]): Promise<number[][]> {
  const build = new Builder();
  const inputs = values.map((_, index) =>
    build.value('input', `input${index}`, [], { dtype: 'float32', shape: [null] }),
  );
  const [first, ...others] = inputs;
  const extreme = others.reduce(
    (left, right, index) => build.value('binary', `chain${index}`, [left, right], { function: fn }),
    first!,
  );
  const loss = build.value('sum', 'loss', [extreme], {});
  const gradients = differentiate(build, build.finish().nodes, loss, inputs);
  build.entry({
    name: 'ties',
    inputs: Object.fromEntries(inputs.map((input) => [input.node, input])),
    outputs: Object.fromEntries(gradients.map((gradient, index) => [`d${index}`, gradient!])),
    effects: [],
  });
  const model = { savedModel: emit(build.finish(), { tags: ['t'] }), tags: ['t'] };
  const feeds = values.map((data, index): [string, TensorValue] => [
    `input${index}`,
    { dtype: 'float32', shape: [data.length], data: Float32Array.from(data) },
  ]);
  const received = await withSession(model, (session) => session.run('ties', Object.fromEntries(feeds)));
  return values.map((_, index) => Array.from(received[`d${index}`]!.data as Float32Array));
}

test.each<[BinaryFunction, number[][]]>([
  // What tf.GradientTape gives for keras.layers.Maximum (Keras 3.15, TensorFlow 2.21).
  [
    'maximum',
    [
      [1, 2, 3],
      [1, 2, 4],
      [1, 3, 4],
    ],
  ],
  [
    'minimum',
    [
      [1, 3, 4],
      [1, 3, 3],
      [1, 2, 3],
    ],
  ],
])(
  'of equal inputs of a %s the first takes the gradient',
  async (fn, values) => {
    expect(await gradientsOf(fn, values)).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
  },
  ENGINE_TIMEOUT,
);

test(
  'equal pixels share the gradient of a global maximum evenly, as in keras.layers.GlobalMaxPooling2D',
  async () => {
    const build = new Builder();
    const x = build.value('input', 'x', [], { dtype: 'float32', shape: [null, 2, 2, 2] });
    const y = build.value('spatial_max', 'y', [x], {});
    const loss = build.value('sum', 'loss', [y], {});
    const [dx] = differentiate(build, build.finish().nodes, loss, [x]);
    build.entry({ name: 'ties', inputs: { x }, outputs: { dx: dx! }, effects: [] });
    const model = { savedModel: emit(build.finish(), { tags: ['t'] }), tags: ['t'] };
    // Channel 0 has its maximum three times, channel 1 once.
    const data = Float32Array.from([5, 1, 5, 2, 0, 7, 5, 3]);
    const received = await withSession(model, (session) =>
      session.run('ties', { x: { dtype: 'float32', shape: [1, 2, 2, 2], data } }),
    );
    const third = Math.fround(1 / 3);
    expect(Array.from(received.dx!.data as Float32Array)).toEqual([third, 0, third, 0, 0, 1, third, 0]);
  },
  ENGINE_TIMEOUT,
);
