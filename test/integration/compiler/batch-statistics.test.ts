/** Re-estimated statistics of BatchNormalization, against their definition computed in float64. */
import type { GraphDocument } from '../../../core/graph/document';
import { augmentationSchema } from '../../../core/study/augmentation';
import { buildProgram, compile } from '../../../main/compiler';
import { type Program, valueKey } from '../../../main/compiler/ir/types';
import { followedStatistics } from '../../../main/compiler/lower/normalization';
import type { CompileOptions } from '../../../main/compiler/types';
import type { Session } from '../../../main/engine/types';
import {
  float32,
  images,
  int32,
  labels,
  noiseArray,
  number,
  options,
  readVariables,
} from '../../support/batches';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { evaluate } from '../../support/reference/interpreter';
import { scalar, tensor } from '../../support/reference/tensor';
import { noiseSplit, temporaryFolder } from '../../support/small-data';

const SHAPE = [6, 6, 3] as const;
const SIZE = 6 * 6 * 3;
const ROWS = 5;
const folder = temporaryFolder();

/** Three of them, the later ones fed by the earlier; one with momentum 1, one on [N, C]; a bias in front of one. */
const network = (between: Parameters<typeof documentOf>[1] = []): GraphDocument =>
  documentOf('tiny', [
    { id: 'x', type: 'Input', params: { shape: [...SHAPE] } },
    { id: 'conv1', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], padding: 'same' } },
    { id: 'bn1', type: 'BatchNormalization' },
    { id: 'relu1', type: 'Activation', params: { function: 'relu' } },
    { id: 'conv2', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], padding: 'same' } },
    { id: 'bn2', type: 'BatchNormalization', params: { momentum: 1 } },
    { id: 'add', type: 'Add', from: ['bn2', 'relu1'] },
    ...between,
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'bn3', type: 'BatchNormalization', params: { epsilon: 1e-5 } },
    { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
  ]);

type Statistics = Map<string, number[]>;

/** Mean of the batch means; mean of variance and squared mean, less the squared mean. */
function pooled(batches: readonly Statistics[]): Statistics {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const channels = (name: string, of: (batch: Statistics, channel: number) => number) =>
    batches[0]!.get(name)!.map((_, channel) => mean(batches.map((batch) => of(batch, channel))));
  const result: Statistics = new Map();
  for (const name of batches[0]!.keys()) {
    if (!name.endsWith('/moving_variance')) {
      result.set(
        name,
        channels(name, (batch, channel) => batch.get(name)![channel]!),
      );
      continue;
    }
    const of = name.replace('moving_variance', 'moving_mean');
    const means = channels(of, (batch, channel) => batch.get(of)![channel]!);
    const squares = channels(name, (batch, channel) => {
      return batch.get(name)![channel]! + batch.get(of)![channel]! ** 2;
    });
    result.set(
      name,
      squares.map((square, channel) => square - means[channel]! ** 2),
    );
  }
  return result;
}

/** What the training network computes of a batch, layer by layer, in float64. */
function statisticsOf(
  program: Program,
  variables: ReadonlyMap<string, Float32Array>,
  x: Float32Array,
): Statistics {
  const layers = followedStatistics(program).flatMap(({ mean, variance }) => [mean, variance]);
  const shapes = new Map(program.variables.map(({ name, shape }) => [name, shape as readonly number[]]));
  const inputs = new Map(
    [...variables].map(([name, data]) => [name, tensor(shapes.get(name) ?? [data.length], data)]),
  );
  const needed = new Set(layers.map(({ batch }) => batch.node));
  for (const { name, inputs: from } of [...program.nodes].reverse()) {
    if (needed.has(name)) for (const value of from) needed.add(value.node);
  }
  const nodes = program.nodes.filter(({ name }) => needed.has(name));
  const { trainImages } = program.landmarks;
  const feeds = {
    [trainImages!.node]: tensor([x.length / SIZE, ...SHAPE], x),
    '.train/seed': scalar(0),
    '.train/step': scalar(0),
  };
  const { values } = evaluate({ nodes }, feeds, inputs);
  return new Map(layers.map(({ variable, batch }) => [variable, [...values.get(valueKey(batch))!.data]]));
}

const moving = (variables: ReadonlyMap<string, Float32Array>): Statistics =>
  new Map([...variables].filter(([name]) => /\/moving_/.test(name)).map(([name, data]) => [name, [...data]]));

function expectClose(received: Statistics, expected: Statistics, within: number): void {
  expect([...received.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, values] of expected) {
    values.forEach((value, channel) => {
      const difference = Math.abs(received.get(name)![channel]! - value);
      expect({ name, channel, close: difference <= within * Math.max(1, Math.abs(value)) }).toEqual({
        name,
        channel,
        close: true,
      });
    });
  }
}

const batchOf = (seed: number) => noiseArray(seed, ROWS * SIZE).map((value) => (value + 1) / 2);
const classes = [0, 1, 2, 3, 0];

async function estimate(session: Session, seeds: readonly number[]): Promise<void> {
  await session.run('begin_statistics');
  for (const [index, seed] of seeds.entries()) {
    await session.run('statistics_on_batch', {
      weight: float32(1 / (index + 1)),
      seed: int32(1),
      step: int32(index),
      x: images(SHAPE, batchOf(seed)),
      y: labels(classes),
    });
  }
}

const fed = (change: Partial<CompileOptions> = {}): CompileOptions => ({
  ...options(SHAPE),
  preciseBatchNorm: true,
  ...change,
});

describe('statistics of batches that are fed', () => {
  test(
    'are the mean and the variance of all examples, of the weights as they are',
    async () => {
      const document = network();
      const model = compile(document, fed());
      const program = buildProgram(document, fed());
      await withSession(model, async (session) => {
        await session.run('init', { seed: int32(3) });
        const step = {
          learning_rate: float32(0.1),
          seed: int32(3),
          x: images(SHAPE, batchOf(40)),
          y: labels(classes),
        };
        await session.run('train_on_batch', { ...step, step: int32(0) });
        const before = await readVariables(session, model);
        const expected = pooled([1, 2, 3, 4].map((seed) => statisticsOf(program, before, batchOf(seed))));
        await estimate(session, [1, 2, 3, 4]);
        // Nothing has changed yet.
        expect(await readVariables(session, model)).toEqual(before);
        await session.run('take_statistics');
        const after = await readVariables(session, model);
        expectClose(moving(after), expected, 2e-6);
        for (const [name, data] of before) if (!/\/moving_/.test(name)) expect(after.get(name)).toEqual(data);

        // From the start each time, whatever was estimated before.
        await estimate(session, [9, 8]);
        await estimate(session, [1, 2, 3, 4]);
        await session.run('take_statistics');
        expect(await readVariables(session, model)).toEqual(after);

        // A step does not read them.
        const { loss } = await session.run('train_on_batch', { ...step, step: int32(1) });
        await withSession(compile(document, options(SHAPE)), async (other) => {
          await other.run('init', { seed: int32(3) });
          await other.run('train_on_batch', { ...step, step: int32(0) });
          const same = await other.run('train_on_batch', { ...step, step: int32(1) });
          expect(number(loss)).toBe(number(same.loss));
        });
      });
    },
    ENGINE_TIMEOUT,
  );

  test(
    'in bfloat16 and float16 as well, within their digits',
    async () => {
      const document = network();
      for (const [precision, within] of [
        ['bfloat16', 2e-2],
        ['float16', 2e-3],
      ] as const) {
        const model = compile(document, fed({ precision }));
        const program = buildProgram(document, fed());
        await withSession(model, async (session) => {
          await session.run('init', { seed: int32(3) });
          const before = await readVariables(session, model);
          await estimate(session, [1, 2]);
          await session.run('take_statistics');
          const expected = pooled([1, 2].map((seed) => statisticsOf(program, before, batchOf(seed))));
          expectClose(moving(await readVariables(session, model)), expected, within);
        });
      }
    },
    ENGINE_TIMEOUT,
  );
});

test('a network without BatchNormalization has no such signature, and neither has one that was not asked for it', () => {
  const names = (document: GraphDocument, change: Partial<CompileOptions>) =>
    buildProgram(document, { ...options(SHAPE), ...change }).entries.map(({ name }) => name);
  const without = documentOf('plain', [
    { id: 'x', type: 'Input', params: { shape: [...SHAPE] } },
    { id: 'flat', type: 'Flatten' },
    { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
  ]);
  expect(names(without, { preciseBatchNorm: true })).toEqual(names(without, {}));
  expect(compile(without, fed()).statisticsBatches).toBe(0);
  expect(names(network(), {})).not.toContain('take_statistics');
});

test(
  'of the training images: the batches, the augmentation and the draws of the epoch, and the iterator is left to the next',
  async () => {
    const train = noiseSplit(folder(), 'train', { shape: SHAPE, count: 18, label: (n) => n % 4 });
    const validation = noiseSplit(folder(), 'validation', { shape: SHAPE, count: 4, label: (n) => n % 4 });
    const dataset = { train: train.split, validation: validation.split };
    const augmentation = augmentationSchema.parse({ flip: true, padAndCrop: 2, mixup: 0.4 });
    const document = network([{ id: 'drop', type: 'Dropout', params: { rate: 0.4 } }]);
    const asked = fed({ batchSize: 5, dataset, augmentation, normalization: 'per-channel' });
    const model = compile(document, asked);
    // 18 images in batches of 5: the last, of 3, is none of them.
    expect(model).toMatchObject({ stepsPerEpoch: 4, statisticsBatches: 3 });
    const still = compile(document, { ...asked, preciseBatchNorm: false });
    const seed = int32(6);
    /** With a momentum of 0 the moving statistics are those of the last step: what each batch had. */
    const momentless = {
      ...document,
      nodes: document.nodes.map((node) =>
        node.type === 'BatchNormalization' ? { ...node, params: { ...node.params, momentum: 0 } } : node,
      ),
    };
    const perBatch: Statistics[] = [];
    await withSession(compile(momentless, asked), async (session) => {
      await session.run('load_data');
      await session.run('init', { seed });
      await session.run('begin_epoch', { seed, epoch: int32(2), first_batch: int32(0) });
      for (let step = 4; step < 7; step++) {
        // Without a rate the weights are held still.
        await session.run('train_step', { learning_rate: float32(0), seed, step: int32(step) });
        perBatch.push(moving(await readVariables(session, model)));
      }
    });
    const losses = async (session: Session, epoch: number): Promise<number[]> => {
      await session.run('begin_epoch', { seed, epoch: int32(epoch), first_batch: int32(0) });
      const all: number[] = [];
      for (let step = 4 * (epoch - 1); step < 4 * epoch; step++) {
        const rate = float32(epoch === 1 ? 0 : 0.1);
        const { loss } = await session.run('train_step', { learning_rate: rate, seed, step: int32(step) });
        all.push(number(loss));
      }
      return all;
    };
    const estimateSecondEpoch = async (session: Session): Promise<Statistics> => {
      await session.run('begin_epoch', { seed, epoch: int32(2), first_batch: int32(0) });
      await session.run('begin_statistics');
      for (let done = 1; done <= 3; done++) {
        const inputs = { weight: float32(1 / done), seed, step: int32(3 + done) };
        await session.run('statistics_step', inputs);
      }
      await session.run('take_statistics');
      return moving(await readVariables(session, model));
    };
    // With images on a device, in the same order and with the same draws.
    await withSession(compile(document, { ...asked, resident: true }), async (session) => {
      await session.run('load_data');
      await session.run('init', { seed });
      expectClose(await estimateSecondEpoch(session), pooled(perBatch), 2e-6);
    });
    await withSession(model, async (session) => {
      await session.run('load_data');
      await session.run('init', { seed });
      const first = await losses(session, 1);
      expectClose(await estimateSecondEpoch(session), pooled(perBatch), 2e-6);
      const second = await losses(session, 2);
      await withSession(still, async (other) => {
        await other.run('load_data');
        await other.run('init', { seed });
        expect([await losses(other, 1), await losses(other, 2)]).toEqual([first, second]);
      });
    });
  },
  ENGINE_TIMEOUT,
);
