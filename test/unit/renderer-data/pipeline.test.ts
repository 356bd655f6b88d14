import type { PreviewStep } from '../../../core/contract/preview';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { batchText, inputShapeOf, keyOf, spread } from '../../../renderer/pipeline/request';
import { rangeText, wireText } from '../../../renderer/pipeline/steps';
import { documentOf } from '../../support/documents';

const settings = (change: object = {}) => trainingSettingsSchema.parse(change);

test('images are brought to the Input of the open network', () => {
  const network = documentOf('net', [
    { id: 'in', type: 'Input', params: { shape: [224, 224, 3] } },
    { id: 'flat', type: 'Flatten' },
    { id: 'out', type: 'Dense', params: { units: 2 } },
  ]);
  expect(inputShapeOf(network)).toEqual([224, 224, 3]);
  expect(inputShapeOf(documentOf('none', []))).toBeUndefined();
  expect(inputShapeOf(undefined)).toBeUndefined();
});

test('a few images from the whole split, each once; other images on another turn', () => {
  expect(spread(50_000, 4)).toEqual([0, 12_500, 25_000, 37_500]);
  expect(spread(50_000, 4, 1)).toEqual([7, 12_507, 25_007, 37_507]);
  expect(spread(3, 8)).toEqual([0, 1, 2]);
  expect(spread(0, 8)).toEqual([]);
  for (const turn of [0, 1, 5, 1000]) {
    const indices = spread(10, 8, turn);
    expect(new Set(indices).size).toBe(indices.length);
    expect(Math.max(...indices)).toBeLessThan(10);
  }
});

test('only settings that the pipeline reads make another request', () => {
  const request = (change: object, rest: object = {}) =>
    keyOf({
      id: 'cifar10',
      split: 'train',
      indices: [0],
      settings: settings(change),
      inputShape: [32, 32, 3],
      epoch: 1,
      ...rest,
    });
  const plain = request({});
  expect(request({ epochs: 90, optimizer: { type: 'adam' } })).toBe(plain);
  for (const change of [
    { augmentation: { flip: true } },
    { normalization: 'per-channel' },
    { preprocessing: { fit: 'crop' } },
    { seed: 2 },
    { trainLimit: 100 },
  ]) {
    expect(request(change)).not.toBe(plain);
  }
  expect(request({}, { epoch: 2 })).not.toBe(plain);
  expect(request({}, { inputShape: [64, 64, 3] })).not.toBe(plain);
});

test('the batch in words', () => {
  const words = batchText(settings({ batchSize: 32, seed: 7, augmentation: { mixup: 0.2 } }), [32, 32, 3]);
  expect(words).toBe('32 images of 32 × 32 × 3, shuffled by seed 7 and epoch; mixup over the batch');
});

test('wires carry the shape, and say where images differ', () => {
  const step = (...shapes: [number, number][]): PreviewStep => ({
    name: 'decode',
    words: '',
    images: shapes.map(([height, width]) => ({ height, width, channels: 3, pixels: '' })),
  });
  expect(wireText(step([32, 32], [32, 32]))).toBe('32 × 32 × 3');
  expect(wireText(step([500, 375], [400, 375]))).toBe('various sizes');
  expect(rangeText([-2.117, 2.64])).toBe('-2.1 black, 2.6 white');
});
