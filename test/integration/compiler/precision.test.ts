/** Mixed precision in TensorFlow: the short types follow float32 as closely as their rounding allows. */
import { buildPreset } from '../../../core/presets';
import type { Precision } from '../../../core/study/settings';
import { compile } from '../../../main/compiler';
import { float32, images, int32, labels, noise, number, options, readVariables } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

const SHAPE = [16, 16, 3];
const BATCH = 12;
const STEPS = 30;
/** Relative rounding of a float with 8 or 11 bits of mantissa. */
const ROUNDING = { bfloat16: 2 ** -8, float16: 2 ** -11 } as const;

const random = noise(5);
const batch = {
  x: images(
    SHAPE,
    Float32Array.from({ length: BATCH * 16 * 16 * 3 }, () => 0.5 + 0.4 * random()),
  ),
  y: labels(Array.from({ length: BATCH }, (_, index) => index % 4)),
};

async function train(precision: Precision) {
  const document = buildPreset('resnet18', {
    width: 8 / 64,
    inputShape: SHAPE as [number, number, number],
    classes: 4,
  });
  const model = compile(document, { ...options(SHAPE, { momentum: 0.9 }), precision });
  return withSession(model, async (session) => {
    await session.run('init', { seed: int32(3) });
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const scalars = { learning_rate: float32(0.01), seed: int32(1), step: int32(step) };
      losses.push(number((await session.run('train_on_batch', { ...scalars, ...batch })).loss));
    }
    const { y } = await session.run('predict', { x: batch.x });
    return { losses, y: y!.data as Float32Array, variables: await readVariables(session, model) };
  });
}

test.each(['bfloat16', 'float16'] as const)(
  'a network trains in %s as it does in float32',
  async (precision) => {
    const [long, short] = [await train('float32'), await train(precision)];
    // The first loss differs by rounding alone, through some twenty layers.
    expect(Math.abs(short.losses[0]! / long.losses[0]! - 1)).toBeLessThan(20 * ROUNDING[precision]);
    expect(short.losses[0]).not.toBe(long.losses[0]);
    expect(long.losses.at(-1)).toBeLessThan(0.5 * long.losses[0]!);
    expect(short.losses.at(-1)).toBeLessThan(0.5 * short.losses[0]!);
    // Variables keep what a short type could not hold.
    const kernel = short.variables.get('stem.conv/kernel') as Float32Array;
    expect(Array.from(kernel).some((value) => Math.abs(value) % ROUNDING[precision] ** 2 !== 0)).toBe(true);
    for (const row of [0, 1, 2]) {
      const sum = short.y.slice(4 * row, 4 * row + 4).reduce((all, share) => all + share, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  },
  ENGINE_TIMEOUT,
);
