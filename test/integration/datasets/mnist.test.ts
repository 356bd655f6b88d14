/** The real MNIST, with its four files compressed by another gzip. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetStore } from '../../../main/datasets';
import { mnist } from '../../support/datasets';
import { testNeeding } from '../../support/needs';

const root = mkdtempSync(join(tmpdir(), 'skipwire-mnist-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

testNeeding(mnist)('every image, in the official order', async () => {
  const store = new DatasetStore({ root: join(root, 'datasets') });
  // One of the files is enough.
  const info = await store.importFrom('mnist', join(mnist.path, 'train-images-idx3-ubyte.gz'));
  expect(info).toMatchObject({
    state: 'ready',
    trainCount: 60_000,
    valCount: 10_000,
    trainPerClass: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    valPerClass: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
  });
  const first = await store.examples({ id: 'mnist', split: 'train', offset: 0, limit: 5 });
  expect(first.labels).toEqual([5, 0, 4, 1, 9]);
  // A digit is in the middle of its picture, on black.
  const five = Buffer.from(first.pixels, 'base64').subarray(0, 784);
  expect(five.subarray(0, 28).every((pixel) => pixel === 0)).toBe(true);
  expect(Math.max(...five.subarray(28 * 14, 28 * 15))).toBeGreaterThan(200);
});

testNeeding(mnist).each(['fashion_mnist', 'kmnist'])('is not taken for %s', async (id) => {
  const store = new DatasetStore({ root: join(root, id) });
  await expect(store.importFrom(id, mnist.path)).rejects.toThrow('This is the file of MNIST');
});
