/** What is said and offered after memory has run out. */
import { inEnglish } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { trainingSettingsSchema } from '../../../core/study/settings';
import type { DatasetManifest } from '../../../main/datasets/storage/store';
import { smallerBatch, withBatchThatFits } from '../../../main/training/host/out-of-memory';

const manifest = {
  imageShape: [32, 32, 3],
  classes: ['a', 'b'],
  train: { count: 1000, perClass: [500, 500] },
  val: { count: 1000, perClass: [500, 500] },
  valRole: 'validation',
} as unknown as DatasetManifest;
const graph = buildPreset('resnet20');
const settings = trainingSettingsSchema.parse({ batchSize: 4096 });
const GB = 1e9;
const failed = { state: 'failed', message: 'The device ran out of memory.', outOfMemory: true } as const;

test('the estimate, the layers, and a batch size that fits', async () => {
  const outcome = await withBatchThatFits(failed, graph, settings, manifest, 4 * GB);
  expect(outcome.suggestedBatchSize).toBe(1024);
  expect(inEnglish(outcome.message!)).toMatch(
    /^The device ran out of memory\. The estimate was 8\.\d GB, 6\.\d GB for activations, mostly at "[\w.]+", .*; 4\.0 GB is free now\. A batch size of 1,024 fits \(it was 4,096\)\.$/,
  );
});

test('nothing is offered where nothing fits', async () => {
  const outcome = await withBatchThatFits(failed, graph, settings, manifest, 0.1 * GB);
  expect(outcome.suggestedBatchSize).toBeUndefined();
  expect(inEnglish(outcome.message!)).toMatch(
    /No smaller batch would fit: use a narrower network or smaller images/,
  );
});

test('a worker that was killed far from the limit was not killed for memory', async () => {
  const killed = { state: 'interrupted', message: 'By SIGKILL.', outOfMemory: true } as const;
  expect(await withBatchThatFits(killed, graph, settings, manifest, 100 * GB)).toEqual(killed);
  expect((await withBatchThatFits(killed, graph, settings, manifest, 6 * GB)).suggestedBatchSize).toBe(2048);
});

test('half is offered where nobody knows what is free', () => {
  expect(smallerBatch({}, 256)).toBe(128);
});

test.each([
  [4096, 1024, 1024],
  [256, 8192, 128],
  [200, 8192, 128],
  [2, 8, 1],
  [1, 8, undefined],
  [64, undefined, undefined],
])('of %p, where %p fits, %p is offered', (batchSize, fittingBatchSize, offered) => {
  expect(
    smallerBatch(
      { available: 1, ...(fittingBatchSize === undefined ? {} : { fittingBatchSize }) },
      batchSize,
    ),
  ).toBe(offered);
});
