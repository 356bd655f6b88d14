/** The input pipeline inside the graph: order, ranges, ends, and that equal seeds give equal numbers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../../main/compiler';
import type { CompileOptions } from '../../../main/compiler/types';
import type { Session } from '../../../main/engine/types';
import { float32, images, int32, labels, number, options, readVariables } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain as drainBatches, peekable } from '../../support/peek';

const SHAPE = [5, 4, 3];
const PIXELS = 60;
const TRAIN = 23;
const VALIDATION = 9;
const BATCH = 5;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-pipeline-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Image n is filled with the byte 7 n + 3; `label` gives its class. */
function split(name: string, stored: number, count: number, label: (n: number) => number) {
  const imagesFile = join(folder, `${name}.images`);
  const labelsFile = join(folder, `${name}.labels`);
  writeFileSync(
    imagesFile,
    Uint8Array.from({ length: stored * PIXELS }, (_, i) => 7 * Math.floor(i / PIXELS) + 3),
  );
  writeFileSync(labelsFile, new Uint8Array(Int32Array.from({ length: stored }, (_, n) => label(n)).buffer));
  return { imagesFile, labelsFile, count };
}

function withDataset(label: (n: number) => number): CompileOptions {
  return {
    ...options(SHAPE, { momentum: 0.9, clipnorm: 1 }),
    batchSize: BATCH,
    dataset: {
      // The files contain more than needed: only the first TRAIN examples count.
      train: split('train', TRAIN + 4, TRAIN, label),
      validation: split('val', VALIDATION, VALIDATION, label),
    },
  };
}

const network = documentOf('dropped', [
  { id: 'input', type: 'Input', params: { shape: SHAPE as number[] } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], padding: 'same' } },
  { id: 'bn', type: 'BatchNormalization' },
  { id: 'relu', type: 'Activation' },
  { id: 'drop', type: 'Dropout', params: { rate: 0.3 } },
  { id: 'flat', type: 'Flatten' },
  { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
]);

/** The indices in each batch that is left; checks that images and labels belong together. */
async function drain(session: Session, signature: string): Promise<number[][]> {
  return (await drainBatches(session, signature)).map(({ x, y }) => {
    const indices = Array.from(y!.data as Int32Array);
    indices.forEach((n, row) => {
      const image = (x!.data as Float32Array).subarray(row * PIXELS, (row + 1) * PIXELS);
      expect(new Set(image).size).toBe(1);
      // TensorFlow may multiply by 1 / 255 instead of dividing.
      expect(image[0]).toBeCloseTo((7 * n + 3) / 255, 6);
    });
    return indices;
  });
}

test(
  'an epoch is a permutation that (seed, epoch) determine; validation keeps its order',
  async () => {
    await withSession(
      peekable(
        network,
        withDataset((n) => n),
      ),
      async (session) => {
        await session.run('load_data');
        const epoch = async (seed: number, number: number, firstBatch = 0) => {
          const inputs = { seed: int32(seed), epoch: int32(number), first_batch: int32(firstBatch) };
          await session.run('begin_epoch', inputs);
          return drain(session, 'peek_train');
        };
        const first = await epoch(1, 0);
        expect(first.map((batch) => batch.length)).toEqual([5, 5, 5, 5, 3]);
        const all = Array.from({ length: TRAIN }, (_, n) => n);
        expect(first.flat().sort((a, b) => a - b)).toEqual(all);
        expect(first.flat()).not.toEqual(all);
        const second = await epoch(1, 1);
        expect(second.flat().sort((a, b) => a - b)).toEqual(all);
        expect(second).not.toEqual(first);
        expect(await epoch(2, 0)).not.toEqual(first);
        expect(await epoch(1, 0)).toEqual(first);
        expect(await epoch(0, 0)).toEqual(await epoch(0, 0));
        expect(await epoch(1, 1, 2)).toEqual(second.slice(2));
        expect(await epoch(1, 1, 4)).toEqual(second.slice(4));
        expect(await epoch(1, 1, 5)).toEqual([]);

        await session.run('begin_validation');
        const validation = await drain(session, 'peek_validation');
        expect(validation).toEqual([
          [0, 1, 2, 3, 4],
          [5, 6, 7, 8],
        ]);
      },
    );
  },
  ENGINE_TIMEOUT,
);

interface Trace {
  metrics: number[];
  weights: Map<string, Float32Array>;
}

async function train(
  session: Session,
  model: ReturnType<typeof compile>,
  seed: number,
  epochs: number,
): Promise<Trace> {
  await session.run('init', { seed: int32(seed) });
  const metrics: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    await session.run('begin_epoch', { seed: int32(seed), epoch: int32(epoch), first_batch: int32(0) });
    for (let step = 0; step < model.stepsPerEpoch!; step += 1) {
      const inputs = {
        learning_rate: float32(0.05),
        seed: int32(seed),
        step: int32(epoch * model.stepsPerEpoch! + step),
      };
      const { loss, correct, count } = await session.run('train_step', inputs);
      metrics.push(number(loss), number(correct), number(count));
    }
    await expect(
      session.run('train_step', { learning_rate: float32(0), seed: int32(0), step: int32(0) }),
    ).rejects.toMatchObject({ endOfSequence: true });
  }
  return { metrics, weights: await readVariables(session, model) };
}

test(
  'equal seeds give equal numbers, in one session and in another; other seeds give others',
  async () => {
    const model = compile(
      network,
      withDataset((n) => n % 3),
    );
    expect(model.stepsPerEpoch).toBe(5);
    const [first, again, other] = await withSession(model, async (session) => {
      await session.run('load_data');
      return [
        await train(session, model, 5, 2),
        await train(session, model, 5, 2),
        await train(session, model, 6, 2),
      ];
    });
    expect(again).toEqual(first);
    expect(other!.metrics).not.toEqual(first!.metrics);
    const elsewhere = await withSession(model, async (session) => {
      await session.run('load_data');
      return train(session, model, 5, 2);
    });
    expect(elsewhere).toEqual(first);
    expect(first!.metrics.filter((_, index) => index % 3 === 2)).toEqual([5, 5, 5, 5, 3, 5, 5, 5, 5, 3]);
  },
  ENGINE_TIMEOUT,
);

test(
  'eval_step sums over the validation split what eval_on_batch sums over a fed batch',
  async () => {
    const model = compile(
      network,
      withDataset((n) => n % 3),
    );
    await withSession(model, async (session) => {
      await session.run('load_data');
      await session.run('init', { seed: int32(3) });
      await session.run('begin_validation');
      const steps = [await session.run('eval_step'), await session.run('eval_step')];
      await expect(session.run('eval_step')).rejects.toMatchObject({ endOfSequence: true });
      const bytes = Float32Array.from(
        { length: VALIDATION * PIXELS },
        (_, i) => (7 * Math.floor(i / PIXELS) + 3) / 255,
      );
      const fed = await session.run('eval_on_batch', {
        x: images(SHAPE, bytes),
        y: labels(Array.from({ length: VALIDATION }, (_, n) => n % 3)),
      });
      const sum = (name: string) => steps.reduce((total, step) => total + number(step[name]), 0);
      expect(sum('loss_sum')).toBeCloseTo(number(fed.loss_sum), 4);
      expect(sum('correct')).toBe(number(fed.correct));
      expect(sum('count')).toBe(VALIDATION);
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'the test split takes turns with the validation split',
  async () => {
    const { dataset, ...rest } = withDataset((n) => n % 3);
    const test = split('test', 7, 7, () => 2);
    const model = compile(network, { ...rest, dataset: { ...dataset!, test } });
    await withSession(model, async (session) => {
      await session.run('load_data');
      await session.run('init', { seed: int32(3) });
      await session.run('begin_validation');
      const validated = await session.run('eval_step');
      await session.run('begin_test');
      const tested = [await session.run('test_step'), await session.run('test_step')];
      await expect(session.run('test_step')).rejects.toMatchObject({ endOfSequence: true });
      const fed = await session.run('eval_on_batch', {
        x: images(
          SHAPE,
          Float32Array.from({ length: 7 * PIXELS }, (_, i) => (7 * Math.floor(i / PIXELS) + 3) / 255),
        ),
        y: labels(Array.from({ length: 7 }, () => 2)),
      });
      const sum = (name: string) => tested.reduce((total, step) => total + number(step[name]), 0);
      expect(sum('loss_sum')).toBeCloseTo(number(fed.loss_sum), 4);
      expect(sum('correct')).toBe(number(fed.correct));
      expect(sum('count')).toBe(7);
      await session.run('begin_validation');
      expect(await session.run('eval_step')).toEqual(validated);
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'a file that is too short is refused when it is loaded',
  async () => {
    const short = withDataset((n) => n);
    writeFileSync(join(folder, 'train.images'), new Uint8Array(10));
    await withSession(compile(network, short), async (session) => {
      await expect(session.run('load_data')).rejects.toMatchObject({
        node: expect.stringContaining('.data/train/images'),
      });
    });
  },
  ENGINE_TIMEOUT,
);
