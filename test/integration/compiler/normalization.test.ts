/** Normalization in the graph: its statistics against sums in float64, and that whoever feeds a batch gets it. */
import { writeFileSync } from 'node:fs';
import { compile, compileFrozen } from '../../../main/compiler';
import type { CompileOptions } from '../../../main/compiler/types';
import {
  float32,
  images,
  int32,
  labels,
  number,
  options,
  readVariables,
  writeVariables,
} from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { linear, noiseSplit, temporaryFolder } from '../../support/small-data';

const SHAPE = [5, 4, 3] as const;
const SIZE = 60;
/** More than one chunk of the pass that adds up. */
const COUNT = 600;
const folder = temporaryFolder();

function prepared(change: Partial<CompileOptions> = {}) {
  const label = (n: number) => n % 3;
  const train = noiseSplit(folder(), 'train', { shape: SHAPE, count: COUNT, label });
  const validation = noiseSplit(folder(), 'validation', { shape: SHAPE, count: 8, label });
  const dataset = { train: train.split, validation: validation.split };
  const compileOptions: CompileOptions = { ...options(SHAPE), batchSize: 8, dataset, ...change };
  return { model: compile(linear(SHAPE, 3), compileOptions), train, validation };
}

function statistics(bytes: Uint8Array, groups: number): { mean: number[]; deviation: number[] } {
  const of = Array.from({ length: groups }, () => [] as number[]);
  for (const [at, level] of bytes.entries()) of[at % groups]!.push(level / 255);
  const mean = of.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const deviation = of.map((values, group) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean[group]!) ** 2, 0) / values.length),
  );
  return { mean, deviation };
}
const rounded = (values: readonly number[]) => Float32Array.from(values);

test(
  'per-channel statistics are those of the training images that the run sees',
  async () => {
    const { model, train } = prepared({ normalization: 'per-channel' });
    const names = model.variables.map(({ name, shape, trainable, role }) => [name, shape, trainable, role]);
    expect(names).toContainEqual(['.data/mean', [3], false, 'weight']);
    expect(names).toContainEqual(['.data/deviation', [3], false, 'weight']);
    const half = prepared({
      normalization: 'per-channel',
      dataset: { train: { ...train.split, count: 300 }, validation: train.split },
    });
    for (const [{ model: compiled }, count] of [
      [{ model }, COUNT],
      [half, 300],
    ] as const) {
      const expected = statistics(train.bytes.subarray(0, count * SIZE), 3);
      const variables = await withSession(compiled, async (session) => {
        await session.run('init', { seed: int32(1) });
        await session.run('load_data');
        return readVariables(session, compiled);
      });
      expect(variables.get('.data/mean')).toEqual(rounded(expected.mean));
      variables.get('.data/deviation')!.forEach((value, channel) => {
        expect(value).toBeCloseTo(expected.deviation[channel]!, 6);
      });
    }
  },
  ENGINE_TIMEOUT,
);

test(
  'the mean image is exact to the last bit of float32',
  async () => {
    const { model, train } = prepared({ normalization: 'per-pixel-mean' });
    const variables = await withSession(model, async (session) => {
      await session.run('load_data');
      await session.run('init', { seed: int32(1) });
      return readVariables(session, model);
    });
    expect(variables.get('.data/mean')).toEqual(rounded(statistics(train.bytes, SIZE).mean));
    expect(variables.has('.data/deviation')).toBe(false);
  },
  ENGINE_TIMEOUT,
);

test(
  'a channel that never varies is divided by 1',
  async () => {
    const { model, train } = prepared({ normalization: 'per-channel' });
    writeFileSync(train.split.imagesFile, new Uint8Array(COUNT * SIZE).fill(51));
    const variables = await withSession(model, async (session) => {
      await session.run('init', { seed: int32(1) });
      await session.run('load_data');
      return readVariables(session, model);
    });
    expect(Array.from(variables.get('.data/deviation')!)).toEqual([1, 1, 1]);
    expect(Array.from(variables.get('.data/mean')!)).toEqual([0.2, 0.2, 0.2].map(Math.fround));
  },
  ENGINE_TIMEOUT,
);

test.each(['per-channel', 'per-pixel-mean'] as const)(
  '%s: predict, training, evaluation and the frozen model take 0..1 and normalize alike',
  async (normalization) => {
    const { model, validation } = prepared({ normalization });
    const plain = prepared();
    const levels = Float32Array.from(validation.bytes, (level) => level / 255);
    const batch = { x: images(SHAPE, levels), y: labels(Array.from({ length: 8 }, (_, n) => n % 3)) };
    const step = { learning_rate: float32(0.1), seed: int32(1), step: int32(0), ...batch };

    const normalized = await withSession(model, async (session) => {
      await session.run('init', { seed: int32(1) });
      await expect(session.run('predict', { x: batch.x })).rejects.toThrow(/mean/);
      await session.run('load_data');
      const variables = await readVariables(session, model);
      const predicted = (await session.run('predict', { x: batch.x })).y!.data as Float32Array;
      const { loss_sum } = await session.run('eval_on_batch', batch);
      await session.run('begin_validation');
      const iterated = await session.run('eval_step');
      expect(number(iterated.loss_sum)).toBeCloseTo(number(loss_sum), 4);
      const { loss } = await session.run('train_on_batch', step);
      expect(number(loss)).toBeCloseTo(number(loss_sum) / 8, 5);
      return { variables, predicted, loss_sum: number(loss_sum) };
    });

    const mean = normalized.variables.get('.data/mean')!;
    const deviation = normalized.variables.get('.data/deviation');
    const byHand = levels.map(
      (level, at) => (level - mean[at % mean.length]!) / (deviation ? deviation[at % 3]! : 1),
    );
    await withSession(plain.model, async (session) => {
      await writeVariables(session, plain.model, (name) => normalized.variables.get(name));
      const fed = { ...batch, x: images(SHAPE, byHand) };
      const { y } = await session.run('predict', { x: fed.x });
      (y!.data as Float32Array).forEach((value, at) => {
        expect(value).toBeCloseTo(normalized.predicted[at]!, 5);
      });
      expect(number((await session.run('eval_on_batch', fed)).loss_sum)).toBeCloseTo(normalized.loss_sum, 4);
    });

    const frozen = { savedModel: compileFrozen(linear(SHAPE, 3), normalized.variables), tags: ['serve'] };
    await withSession(frozen, async (session) => {
      const { y } = await session.run('serving_default', { x: batch.x });
      (y!.data as Float32Array).forEach((value, at) => {
        expect(value).toBeCloseTo(normalized.predicted[at]!, 6);
      });
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'without a data set the statistics come by write_weights',
  async () => {
    const model = compile(linear(SHAPE, 3), { ...options(SHAPE), normalization: 'per-channel' });
    await withSession(model, async (session) => {
      const values: Record<string, Float32Array> = {
        '.data/mean': Float32Array.of(0.1, 0.2, 0.3),
        '.data/deviation': Float32Array.of(1, 2, 4),
        'head/kernel': new Float32Array(SIZE * 3).fill(0.01),
      };
      await writeVariables(session, model, (name) => values[name]);
      await session.run('init', { seed: int32(1) });
      const kept = await readVariables(session, model);
      expect(kept.get('.data/mean')).toEqual(values['.data/mean']);
      expect(kept.get('.data/deviation')).toEqual(values['.data/deviation']);
    });
  },
  ENGINE_TIMEOUT,
);
