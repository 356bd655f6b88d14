/** Mixup and cutmix inside the step: what each mixed image is made of, and that (seed, step) determine all of it. */
import { type Augmentation, augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { TensorValue } from '../../../main/engine/types';
import { float32, images, int32, labels, number, options } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { peekable } from '../../support/peek';
import { linear, noiseSplit, temporaryFolder } from '../../support/small-data';

const SHAPE = [8, 6, 3] as const;
const SIZE = 8 * 6 * 3;
const BATCH = 9;
const STEPS = 40;
const folder = temporaryFolder();

interface Mixed {
  own: Float32Array[];
  mixed: Float32Array[];
  labels: number[];
  /** Rows of shares by class. */
  targets: Float32Array[];
}

/** One epoch of batches, each mixed by the draws of its own step. */
async function epoch(change: Partial<Augmentation>, seed = 4): Promise<Mixed[]> {
  const { split } = noiseSplit(folder(), 'train', { shape: SHAPE, count: BATCH * STEPS, label: (n) => n });
  const model = peekable(linear(SHAPE, BATCH * STEPS), {
    ...options(SHAPE),
    batchSize: BATCH,
    dataset: { train: split, validation: split },
    augmentation: augmentationSchema.parse(change),
  });
  return withSession(model, async (session) => {
    await session.run('load_data');
    await session.run('begin_epoch', { seed: int32(1), epoch: int32(1), first_batch: int32(0) });
    const batches: Mixed[] = [];
    for (let step = 0; step < STEPS; step++) {
      const batch = await session.run('peek_mixed', { seed: int32(seed), step: int32(step) });
      batches.push(taken(batch));
    }
    return batches;
  });
}

function taken(batch: Record<string, TensorValue>): Mixed {
  const rows = (value: TensorValue) => {
    const data = value.data as Float32Array;
    const size = data.length / BATCH;
    return Array.from({ length: BATCH }, (_, row) => data.slice(row * size, (row + 1) * size));
  };
  return {
    own: rows(batch.x!),
    mixed: rows(batch.mixed!),
    labels: Array.from(batch.y!.data as Int32Array),
    targets: rows(batch.targets!),
  };
}

/** The image's own share and its partner's row, read off the targets. */
function pairOf({ labels: classes, targets }: Mixed, row: number): { share: number; partner: number } {
  const shares = targets[row]!;
  const share = shares[classes[row]!]!;
  const others = classes
    .map((label, other) => [other, label] as const)
    .filter(([other, label]) => other !== row && shares[label]! > 0);
  expect(others.length).toBeLessThanOrEqual(1);
  const total = shares.reduce((sum, value) => sum + value, 0);
  expect(total).toBeCloseTo(1, 5);
  return { share, partner: others[0]?.[0] ?? row };
}

function checkMixup(batch: Mixed): number {
  batch.mixed.forEach((image, row) => {
    const { share, partner } = pairOf(batch, row);
    image.forEach((value, at) => {
      const expected = share * batch.own[row]![at]! + (1 - share) * batch.own[partner]![at]!;
      expect(value).toBeCloseTo(expected, 5);
    });
  });
  return pairOf(batch, 0).share;
}

/** Every pixel is the image's own or its partner's, whole; the shares are their counts. */
function checkCutmix(batch: Mixed): number {
  batch.mixed.forEach((image, row) => {
    const { share, partner } = pairOf(batch, row);
    const own = (at: number) => Math.abs(image[at]! - batch.own[row]![at]!) < 1e-6;
    let ownPixels = 0;
    for (let pixel = 0; pixel < SIZE / 3; pixel++) {
      const channels = [0, 1, 2].map((channel) => 3 * pixel + channel);
      if (channels.every(own)) ownPixels++;
      else for (const at of channels) expect(image[at]).toBeCloseTo(batch.own[partner]![at]!, 5);
    }
    expect(share).toBeCloseTo(ownPixels / (SIZE / 3), 5);
  });
  return pairOf(batch, 0).share;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test(
  'mixup: convex combinations with matching targets, the own share the larger, one share a batch',
  async () => {
    const batches = await epoch({ mixup: 0.4 });
    const shares = batches.map(checkMixup);
    for (const batch of batches) {
      for (let row = 0; row < BATCH; row++)
        expect(pairOf(batch, row).share).toBeCloseTo(pairOf(batch, 0).share, 5);
    }
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
    // Beta(0.4, 0.4) folded at 1/2 has mean 0.84, deviation 0.16.
    expect(Math.abs(mean(shares) - 0.84)).toBeLessThan(0.12);
    // A share of 1 leaves no trace of the other image.
    const visible = batches.filter((batch) => pairOf(batch, 0).share < 1);
    const turns = visible.map((batch) => pairOf(batch, 0).partner);
    expect(new Set(turns).size).toBeGreaterThan(4);
    expect(turns).not.toContain(0);
  },
  ENGINE_TIMEOUT,
);

test(
  'cutmix: a box of another image, targets by area',
  async () => {
    const batches = await epoch({ cutmix: 1 });
    const shares = batches.map(checkCutmix);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
    expect(new Set(shares).size).toBeGreaterThan(10);
  },
  ENGINE_TIMEOUT,
);

test(
  'both: one of them for each batch',
  async () => {
    const batches = await epoch({ mixup: 1, cutmix: 1 });
    const kinds = batches.map((batch) => {
      const blended = batch.mixed[0]!.filter((value, at) => {
        const sources = [batch.own[0]![at]!, batch.own[pairOf(batch, 0).partner]![at]!];
        return sources.every((source) => Math.abs(value - source) > 1e-5);
      });
      return blended.length > SIZE / 2 ? 'mixup' : 'cutmix';
    });
    for (const [index, batch] of batches.entries()) {
      if (kinds[index] === 'mixup') checkMixup(batch);
      else checkCutmix(batch);
    }
    expect(kinds.filter((kind) => kind === 'mixup').length).toBeGreaterThan(8);
    expect(kinds.filter((kind) => kind === 'cutmix').length).toBeGreaterThan(8);
  },
  ENGINE_TIMEOUT,
);

test(
  '(seed, step) determine the mixing',
  async () => {
    const first = await epoch({ mixup: 0.4, cutmix: 0.4 });
    expect(await epoch({ mixup: 0.4, cutmix: 0.4 })).toEqual(first);
    const other = await epoch({ mixup: 0.4, cutmix: 0.4 }, 5);
    expect(other.map(({ labels: classes }) => classes)).toEqual(first.map(({ labels: classes }) => classes));
    expect(other).not.toEqual(first);
  },
  ENGINE_TIMEOUT,
);

test(
  'a fed batch is mixed too; evaluation is not, and a tiny alpha mixes nothing into nonsense',
  async () => {
    const augmentation = augmentationSchema.parse({ mixup: 1e-6 });
    const compiled = compile(linear(SHAPE, 3), { ...options(SHAPE), augmentation });
    const plain = compile(linear(SHAPE, 3), options(SHAPE));
    const data = Float32Array.from({ length: 4 * SIZE }, (_, at) => (at % 17) / 17);
    const batch = { x: images(SHAPE, data), y: labels([0, 1, 2, 0]) };
    const step = { learning_rate: float32(0.1), seed: int32(1), step: int32(0) };
    const run = (model: typeof compiled) =>
      withSession(model, async (session) => {
        await session.run('init', { seed: int32(1) });
        const evaluated = await session.run('eval_on_batch', batch);
        const trained = await session.run('train_on_batch', { ...step, ...batch });
        return {
          evaluated: number(evaluated.loss_sum),
          trained: number(trained.loss),
          count: number(trained.count),
        };
      });
    const [mixed, unmixed] = [await run(compiled), await run(plain)];
    expect(mixed.evaluated).toBe(unmixed.evaluated);
    expect(mixed.trained).toBeCloseTo(unmixed.trained, 4);
    expect(mixed.count).toBe(4);
  },
  ENGINE_TIMEOUT,
);
