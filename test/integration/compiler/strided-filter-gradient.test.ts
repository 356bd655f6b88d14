/**
 * The filter gradient of strided 1x1 convolutions on few channels, which oneDNN computes wrongly, against its
 * definition: not against TensorFlow's own, which ends the process.
 */
import { emit } from '../../../main/compiler/emit';
import { Builder } from '../../../main/compiler/ir/builder';
import { noiseArray } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

const FILTERS = 4;
const STRIDE = 2;

test.each([
  [7, 16, 2],
  [7, 32, 1],
  [1, 32, 3],
  [5, 15, 8],
  [3, 7, 15],
])(
  'batch %d of %d x %d',
  async (batch, side, channels) => {
    const out = Math.ceil(side / STRIDE);
    const build = new Builder();
    const fed = (name: string, shape: (number | null)[]) =>
      build.value('input', name, [], { dtype: 'float32', shape });
    const x = fed('x', [null, side, side, channels]);
    const kernel = fed('kernel', [1, 1, channels, FILTERS]);
    const dy = fed('dy', [null, out, out, FILTERS]);
    const sliding = { strides: [STRIDE, STRIDE], padding: 'same' } as const;
    const gradient = build.value('conv2d_filter_grad', 'projection', [x, kernel, dy], sliding);
    build.entry({ name: 'all', inputs: { x, kernel, dy }, outputs: { gradient }, effects: [] });
    const tensor = (seed: number, shape: number[]) => ({
      dtype: 'float32' as const,
      shape,
      data: noiseArray(
        seed,
        shape.reduce((product, size) => product * size, 1),
      ),
    });
    const feeds = {
      x: tensor(1, [batch, side, side, channels]),
      kernel: tensor(2, [1, 1, channels, FILTERS]),
      dy: tensor(3, [batch, out, out, FILTERS]),
    };

    const expected = new Float64Array(channels * FILTERS);
    for (let image = 0; image < batch; image++)
      for (let row = 0; row < out; row++)
        for (let column = 0; column < out; column++)
          for (let channel = 0; channel < channels; channel++)
            for (let filter = 0; filter < FILTERS; filter++) {
              const pixel = (image * side + row * STRIDE) * side + column * STRIDE;
              const place = (image * out + row) * out + column;
              expected[channel * FILTERS + filter]! +=
                feeds.x.data[pixel * channels + channel]! * feeds.dy.data[place * FILTERS + filter]!;
            }

    const model = { savedModel: emit(build.finish(), { tags: ['t'] }), tags: ['t'] };
    const received = await withSession(model, (session) => session.run('all', feeds));
    const { data, shape } = received.gradient!;
    expect(shape).toEqual([1, 1, channels, FILTERS]);
    const largest = Array.from(expected, (value, at) => Math.abs(value - (data[at] as number)));
    expect(Math.max(...largest)).toBeLessThan(1e-3);
  },
  ENGINE_TIMEOUT,
);
