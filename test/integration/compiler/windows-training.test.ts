/** A network of every operator that slides, normalizes or resamples trains in each precision. */
import { compile } from '../../../main/compiler';
import { float32, images, int32, labels, noiseArray, number, options } from '../../support/batches';
import { windowsDocument } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

const SHAPE = [9, 7, 3];
const BATCH = 8;
const STEPS = 50;
/** Rounding of the short types through some ten layers, with room for the path it leads training along. */
const FIRST_LOSS = { bfloat16: 0.05, float16: 0.01 } as const;

async function losses(precision: 'float32' | 'bfloat16' | 'float16'): Promise<number[]> {
  const model = compile(windowsDocument(), { ...options(SHAPE, { momentum: 0.9 }), precision });
  return withSession(model, async (session) => {
    await session.run('init', { seed: int32(3) });
    const found: number[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const { loss } = await session.run('train_on_batch', {
        learning_rate: float32(0.1),
        seed: int32(1),
        step: int32(step),
        x: images(SHAPE, noiseArray(5, BATCH * 9 * 7 * 3)),
        y: labels(Array.from({ length: BATCH }, (_, index) => index % 4)),
      });
      found.push(number(loss));
    }
    return found;
  });
}

test(
  'float32, bfloat16 and float16 learn the batch',
  async () => {
    const long = await losses('float32');
    expect(long.at(-1)).toBeLessThan(0.7 * long[0]!);
    for (const precision of ['bfloat16', 'float16'] as const) {
      const short = await losses(precision);
      expect(Math.abs(short[0]! / long[0]! - 1)).toBeLessThan(FIRST_LOSS[precision]);
      expect(short.at(-1)).toBeLessThan(0.7 * short[0]!);
    }
  },
  ENGINE_TIMEOUT,
);
