/** The estimate before a training: its parts, what it counts of the data, and the batch that fits. */
import { memoryEstimateSchema } from '../../../core/contract/training';
import { buildPreset } from '../../../core/presets';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { estimateMemory } from '../../../main/training/estimate/estimate';

const MIB = 2 ** 20;
const cifar = {
  imageShape: [32, 32, 3] as [number, number, number],
  sizes: 'equal' as const,
  trainCount: 50_000,
  valCount: 10_000,
};
const none = { ...cifar, trainCount: 10, valCount: 10 };
const settings = (change: object = {}) => trainingSettingsSchema.parse(change);
const resnet18 = buildPreset('resnet18');

test('the parts add up, and weights and slots are exact', async () => {
  const estimate = await estimateMemory(resnet18, settings({ optimizer: { momentum: 0.9 } }), {
    dataset: cifar,
  });
  expect(memoryEstimateSchema.parse(estimate)).toEqual(estimate);
  const { weights, gradients, slots, activations, workspace, data, runtime, total } = estimate;
  expect(total).toBe(weights + gradients + slots + activations + workspace + data + runtime);
  expect(weights).toBe(4 * 12_572_298);
  // No slots for the moving statistics.
  expect(slots).toBeLessThan(weights);
  expect(slots).toBeGreaterThan(0.99 * weights);
  expect(estimate.available).toBeUndefined();
  expect(estimate.largest).toHaveLength(5);
  expect(estimate.largest.map(({ bytes }) => bytes)).toEqual(
    estimate.largest.map(({ bytes }) => bytes).sort((a, b) => b - a),
  );
});

// VmHWM of the worker as measured once (two threads, TensorFlow 2.21), MiB: see docs of memory-model.ts.
test.each([
  ['resnet18', { batchSize: 16 }, none, 623],
  ['resnet18', { batchSize: 256 }, none, 767],
  ['resnet18', { batchSize: 256, optimizer: { momentum: 0.9 } }, none, 881],
  ['resnet20', { batchSize: 256 }, none, 921],
  ['resnet56', { batchSize: 128 }, none, 1119],
  ['resnet50', { batchSize: 16 }, none, 761],
  ['resnet50', { batchSize: 256 }, none, 1195],
  ['resnet34', { batchSize: 256 }, none, 905],
])('%s, %j: within 20 %% of what was measured', async (preset, change, dataset, measured) => {
  const { total } = await estimateMemory(buildPreset(preset), settings(change), { dataset });
  expect(total / MIB).toBeGreaterThan(0.8 * measured);
  expect(total / MIB).toBeLessThan(1.2 * measured);
});

test('the largest power of two that fits, or none', async () => {
  const fitting = async (available: number, batchSize = 256) => {
    const estimate = await estimateMemory(buildPreset('resnet20'), settings({ batchSize }), {
      dataset: none,
      available,
    });
    expect(estimate.available).toBe(available);
    return estimate.fittingBatchSize;
  };
  const batch = (await fitting(2000 * MIB)) ?? 0;
  expect(Math.log2(batch) % 1).toBe(0);
  const total = async (batchSize: number) =>
    (await estimateMemory(buildPreset('resnet20'), settings({ batchSize }), { dataset: none })).total;
  expect(await total(batch)).toBeLessThanOrEqual(2000 * MIB);
  expect(await total(2 * batch)).toBeGreaterThan(2000 * MIB);
  expect(await fitting(2000 * MIB, 8)).toBe(batch);
  expect(await fitting(100 * MIB)).toBeUndefined();
});

test('images are mapped, not kept: three batches of bytes and the labels; floats where augmentation makes them', async () => {
  const data = async (change: object, side = 32) =>
    (
      await estimateMemory(buildPreset('resnet20', { inputShape: [side, side, 3] }), settings(change), {
        dataset: cifar,
      })
    ).data;
  expect(await data({ batchSize: 8 })).toBe(3 * 8 * 3072 + 4 * 60_000);
  expect(await data({ batchSize: 8, augmentation: { flip: true } })).toBe(3 * 8 * 3072 + 4 * 60_000);
  expect(await data({ batchSize: 8, augmentation: { cutout: 8 } })).toBe(3 * 8 * 3072 * 4 + 4 * 60_000);
  expect(await data({ batchSize: 8, trainLimit: 1000, valLimit: 10 })).toBe(3 * 8 * 3072 + 4 * 1010);
  // The network's size is what counts.
  expect(await data({ batchSize: 8 }, 64)).toBe(3 * 8 * 12_288 + 4 * 60_000);
});

test('a network whose channels the images cannot have is refused', async () => {
  const graph = buildPreset('resnet18', { inputShape: [32, 32, 2] });
  await expect(estimateMemory(graph, settings(), { dataset: cifar })).rejects.toThrow(
    /1 or 3.*Received: 32×32×2/,
  );
});

describe('images on a GPU', () => {
  const MB = 1e6;
  const images = 60_000 * 3072;
  const of = (available: number | undefined, change: object = {}, device: 'cpu' | 'gpu' = 'gpu') =>
    estimateMemory(buildPreset('resnet20'), settings(), {
      dataset: { ...cifar, ...change },
      device,
      available,
    });
  let without: number;
  beforeAll(async () => {
    without = (await of(undefined)).total;
  });

  test('are held where they take half of what training leaves, at most', async () => {
    const held = await of(without + 2 * images);
    expect(held).toMatchObject({ residentImages: images, total: without + images });
    expect(held.data).toBe((await of(undefined)).data + images);
    expect((await of(without + 2 * images - MB)).residentImages).toBeUndefined();
    expect((await of(without + 2 * images - MB)).total).toBe(without);
  });

  test('make way for a larger batch', async () => {
    const room = 20 * without;
    expect((await of(room)).fittingBatchSize).toBe((await of(room, {}, 'cpu')).fittingBatchSize);
  });

  test('stay with the processor where nobody knows what is free, where it trains, and where it resizes them', async () => {
    const plenty = 100_000 * MB;
    expect((await of(plenty)).residentImages).toBe(images);
    expect((await of(undefined)).residentImages).toBeUndefined();
    expect((await of(plenty, {}, 'cpu')).residentImages).toBeUndefined();
    expect((await of(plenty, { imageShape: [28, 28, 3] })).residentImages).toBeUndefined();
    // Photographs are resized once.
    expect((await of(plenty, { imageShape: [28, 28, 3], sizes: 'varied' })).residentImages).toBe(images);
  });
});

test('others have their turn while a deep network is compiled', async () => {
  let turns = 0;
  let going = true;
  const count = () => {
    turns++;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  await estimateMemory(buildPreset('resnet110'), settings(), { dataset: cifar });
  going = false;
  expect(turns).toBeGreaterThan(5);
});
