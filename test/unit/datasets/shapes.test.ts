/** The drawn data set: the same on every machine, balanced, and no work for a linear model. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetStore } from '../../../main/datasets';
import { classOf, drawExample, EXAMPLE_BYTES } from '../../../main/datasets/shapes/draw';
import { outlines } from '../../../main/datasets/shapes/outlines';
import { english } from '../../support/english';
import { everythingIn, removeTemporaryFolders, temporaryFolder } from './fakes';
import { type Examples, linearAccuracy } from './linear-model';

afterAll(removeTemporaryFolders);

function draw(seed: number, split: 'train' | 'val', count: number, first = 0): Examples {
  const images = new Uint8Array(count * EXAMPLE_BYTES);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = drawExample(seed, split, first + i, images, i * EXAMPLE_BYTES);
  }
  return { images, labels };
}

const sum = (examples: Examples): string =>
  createHash('sha256').update(examples.images).update(examples.labels).digest('hex');

test('the bytes of a seed are these, on every machine and in every later version', () => {
  expect(sum(draw(1, 'train', 200))).toBe('729371cad68545872a88f552d8c34d3332ecb9cc1b4e2f0d83b4c75e37c14f2d');
  expect(sum(draw(1, 'val', 200))).toBe('ed6cb5b94ec26480a4127b1a88b12417a2076af0390fcc6b066254f5c5de3e52');
});

test('an example depends on seed, split and index alone', () => {
  const all = draw(7, 'train', 50);
  const late = draw(7, 'train', 10, 40);
  expect(Buffer.from(all.images.subarray(40 * EXAMPLE_BYTES)).equals(late.images)).toBe(true);
  expect(Array.from(all.labels.subarray(40))).toEqual(Array.from(late.labels));
  const others = [draw(8, 'train', 50), draw(7 + 2 ** 32, 'train', 50), draw(7, 'val', 50)];
  expect(new Set([all, ...others].map(sum)).size).toBe(4);
});

test('no two examples are alike, within a split and across', () => {
  const seen = new Set<string>();
  for (const split of ['train', 'val'] as const) {
    const { images } = draw(1, split, 500);
    for (let i = 0; i < 500; i++) {
      seen.add(
        createHash('md5')
          .update(images.subarray(i * EXAMPLE_BYTES, (i + 1) * EXAMPLE_BYTES))
          .digest('hex'),
      );
    }
  }
  expect(seen.size).toBe(1000);
});

test('classes are balanced in any first N, and come in no fixed order', () => {
  const labels = Array.from({ length: 500 }, (_, i) => classOf(1, 'train', i));
  for (let first = 0; first < 500; first += 10) {
    expect(new Set(labels.slice(first, first + 10)).size).toBe(10);
  }
  const firsts = labels.filter((_, i) => i % 10 === 0);
  expect(new Set(firsts).size).toBeGreaterThan(5);
});

test.each(outlines)(
  '$name fits the unit circle, has an inside, and its distance is never too long',
  (outline) => {
    let inside = 0;
    let outside = 0;
    let steepest = 0;
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 60; j++) {
        const x = -1.5 + i * 0.05;
        const y = -1.5 + j * 0.05;
        const here = outline.distance(x, y);
        if (here < 0 && x * x + y * y > 1) outside++;
        else if (here < 0) inside++;
        steepest = Math.max(steepest, Math.abs(outline.distance(x + 0.01, y) - here) / 0.01);
      }
    }
    // The unit circle has 1257 of these points.
    expect(inside).toBeGreaterThan(300);
    expect(outside).toBe(0);
    // A signed distance changes by no more than the way gone.
    expect(steepest).toBeLessThan(1.0001);
  },
);

test('generate writes what drawExample draws, with its counts and origin', async () => {
  const store = new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
  const info = await store.generate({ trainCount: 230, valCount: 120, seed: 9 });
  expect(english(info)).toMatchObject({
    state: 'ready',
    trainCount: 230,
    valCount: 120,
    trainPerClass: new Array(10).fill(23),
    valPerClass: new Array(10).fill(12),
    splitDescription: 'trained on 230 drawn images, validated on 120 others of the same seed',
  });
  const { images, labels } = draw(9, 'train', 230);
  expect(readFileSync(join(store.folder('shapes'), 'train.images.u8')).equals(images)).toBe(true);
  const stored = readFileSync(join(store.folder('shapes'), 'train.labels.i32'));
  expect(Array.from(labels, (_, i) => stored.readInt32LE(i * 4))).toEqual(Array.from(labels));
});

test('a cancelled drawing leaves nothing; sizes that make no sense are refused', async () => {
  const store = new DatasetStore({ root: join(temporaryFolder(), 'datasets') });
  const controller = new AbortController();
  const attempt = store.generate(
    { trainCount: 1_000_000, valCount: 10, seed: 1 },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  expect(await attempt.catch((error: unknown) => error)).toBe(controller.signal.reason);
  expect(everythingIn(store.root)).toEqual([]);
  await expect(store.generate({ trainCount: 0, valCount: 10, seed: 1 })).rejects.toThrow(
    'trainCount must be a whole number of at least 1. Received: 0.',
  );
});

test('a linear model on pixels learns something, and stays below 60 %', () => {
  const { train, validation } = linearAccuracy(draw(1, 'train', 3000), draw(1, 'val', 1000), {
    classes: 10,
    epochs: 8,
    learningRate: 0.01,
  });
  // It has had every chance: it knows its own examples better than new ones.
  expect(train).toBeGreaterThan(validation);
  expect(validation).toBeGreaterThan(0.1);
  expect(validation).toBeLessThan(0.6);
});
