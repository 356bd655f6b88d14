/** Images generated from a seed, to try everything without a download. */
import { setImmediate as breathe } from 'node:timers/promises';
import { message } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { throttled } from '../../basics/throttle';
import type { Work } from '../../basics/work';
import { drawExample, EXAMPLE_BYTES, SIDE } from '../shapes/draw';
import { outlines } from '../shapes/outlines';
import type { DatasetSource } from './source';

/** Examples drawn before other tasks get a turn: some 20 ms. */
const BLOCK = 100;

const generateDefaults = { trainCount: 10_000, valCount: 2_000, seed: 1 };

export const shapes: DatasetSource = {
  id: 'shapes',
  kind: 'drawn',
  name: datasetName('shapes'),
  description: message('datasets.about.shapes'),
  classes: outlines.map((outline) => outline.name),
  imageShape: [SIDE, SIDE, 3],
  expected: { train: generateDefaults.trainCount, val: generateDefaults.valCount },
  describeSplits: ({ train, val }) => message('datasets.splits.drawn', { train, val }),
  generateDefaults,
  generate: async ({ trainCount, valCount, seed }, open, { onProgress, signal }: Work) => {
    const counts = { train: trainCount, val: valCount };
    const report = throttled(onProgress);
    const writer = await open(counts);
    const total = trainCount + valCount;
    const images = new Uint8Array(BLOCK * EXAMPLE_BYTES);
    const labels = new Int32Array(BLOCK);
    let done = 0;
    for (const split of ['train', 'val'] as const) {
      for (let first = 0; first < counts[split]; first += BLOCK) {
        signal?.throwIfAborted();
        const n = Math.min(BLOCK, counts[split] - first);
        for (let i = 0; i < n; i++) {
          labels[i] = drawExample(seed, split, first + i, images, i * EXAMPLE_BYTES);
        }
        await writer[split].write(first, images.subarray(0, n * EXAMPLE_BYTES), labels.subarray(0, n));
        done += n;
        report({
          phase: message('datasets.phase.drawing'),
          fraction: done / total,
          detail: message('datasets.progress.images', { done, total }),
        });
        await breathe();
      }
    }
    return `drawn from seed ${seed}`;
  },
};
