import type { MemoryEstimate } from '../../../core/contract/training';
import {
  fits,
  largestOf,
  memoryParts,
  memoryWords,
  noBatchFits,
} from '../../../renderer/memory/describeMemory';

const estimate = (change: Partial<MemoryEstimate> = {}): MemoryEstimate => ({
  weights: 94e6,
  gradients: 94e6,
  slots: 0,
  activations: 2.4e9,
  workspace: 200e6,
  data: 180e6,
  runtime: 150e6,
  total: 3.118e9,
  available: 18e9,
  largest: [{ node: 'stem.conv', bytes: 5e8 }],
  ...change,
});

test('what fits is shown with the free memory and the largest layer', () => {
  expect(memoryWords(estimate())).toBe('Memory: about 3.1 GB of 18.0 GB free; largest layer: stem.conv.');
  expect(memoryWords(estimate({ available: undefined, largest: [] }))).toBe('Memory: about 3.1 GB.');
  expect([fits(estimate()), fits(estimate({ available: undefined }))]).toEqual([true, undefined]);
});

test('what does not fit says so, and offers a batch size only where one helps', () => {
  const short = estimate({ total: 31e9, fittingBatchSize: 128 });
  expect(fits(short)).toBe(false);
  expect(memoryWords(short)).toBe('Memory: about 31.0 GB needed, 18.0 GB free; largest layer: stem.conv.');
  expect(noBatchFits(short, 256)).toBeUndefined();
  expect(noBatchFits(estimate({ total: 31e9 }), 256)).toMatch(/^No smaller batch fits/);
});

test('the parts come largest first, without what takes nothing', () => {
  expect(memoryParts(estimate()).slice(0, 2)).toEqual(['activations 2.4 GB', 'workspace 200 MB']);
  expect(memoryParts(estimate()).join()).not.toContain('slots');
  expect(memoryParts(estimate({ data: 184e6, residentImages: 184e6 }))).toContain(
    'images held on the GPU 184 MB',
  );
});

test('the arm that needs the most memory is named', () => {
  const all = [
    { arm: 'a', estimate: estimate({ total: 1 }) },
    { arm: 'b', estimate: estimate({ total: 3 }) },
    { arm: 'c', estimate: estimate({ total: 2 }) },
  ];
  expect(largestOf(all)?.arm).toBe('b');
  expect(largestOf([])).toBeUndefined();
});
