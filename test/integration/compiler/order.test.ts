/** The tutorial's data order, batch for batch as tf.data gives it (test/reference/make_order_fixtures.py). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepsPerEpoch } from '../../../core/study/order';
import type { Session } from '../../../main/engine/types';
import { int32, options } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';

interface Case {
  images: number;
  batch: number;
  seed: number;
  /** First image and number of images of each batch. */
  epochs: [first: number, size: number][][];
}

const fixture = join(__dirname, '..', '..', 'reference', 'fixtures', 'tutorial-order.json');
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { cases: Case[] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-order-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Image n has the class n, and a byte that follows from n. */
function split(count: number, side: number) {
  const imagesFile = join(folder, `${count}.images`);
  const labelsFile = join(folder, `${count}.labels`);
  writeFileSync(
    imagesFile,
    Uint8Array.from({ length: count * side * side }, (_, i) => Math.floor(i / side ** 2) % 251),
  );
  writeFileSync(labelsFile, new Uint8Array(Int32Array.from({ length: count }, (_, n) => n).buffer));
  return { imagesFile, labelsFile, count, imageShape: [side, side, 1] };
}

const SHAPE = [2, 2, 1];
const network = documentOf('small', [
  { id: 'input', type: 'Input', params: { shape: SHAPE } },
  { id: 'flat', type: 'Flatten' },
  { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
]);

async function begin(session: Session, seed: number, epoch: number, firstBatch = 0): Promise<void> {
  const inputs = { seed: int32(seed), epoch: int32(epoch), first_batch: int32(firstBatch) };
  await session.run('begin_epoch', inputs);
}

/** The batches that are left of an epoch. */
async function batchesOf(session: Session): Promise<[first: number, size: number][]> {
  return (await drain(session, 'peek_train')).map(({ x, y }) => {
    const indices = Array.from(y!.data as Int32Array);
    expect(indices).toEqual(indices.map((_, at) => (indices[0] as number) + at));
    const bytes = indices.map((_, row) => Math.round(255 * ((x!.data as Float32Array)[row * 4] as number)));
    expect(bytes).toEqual(indices.map((n) => n % 251));
    return [indices[0] as number, indices.length];
  });
}

test.each(
  cases.flatMap((each) => [
    { ...each, side: 2, title: `${each.images} images in batches of ${each.batch}` },
    // Images that are resized are made one by one.
    ...(each.images < 100 ? [{ ...each, side: 4, title: `${each.images} larger images` }] : []),
  ]),
)(
  '$title',
  async ({ images, batch, seed, epochs, side }) => {
    const data = split(images, side);
    const model = peekable(network, {
      ...options(SHAPE, {}),
      batchSize: batch,
      order: 'tutorial',
      dataset: { train: data, validation: data },
    });
    const steps = stepsPerEpoch(images, { order: 'tutorial', batchSize: batch });
    expect(steps).toBe(Math.floor(images / batch));
    await withSession(model, async (session) => {
      await session.run('load_data');
      // Backwards, because an epoch does not depend on those before it.
      for (const [index, expected] of [...epochs.entries()].reverse()) {
        await begin(session, seed, index + 1);
        expect(await batchesOf(session)).toEqual(expected);
      }
      const last = epochs.at(-1) as Case['epochs'][number];
      await begin(session, seed, epochs.length, 3);
      expect(await batchesOf(session)).toEqual(last.slice(3));
      await begin(session, seed, epochs.length, steps);
      expect(await batchesOf(session)).toEqual([]);
      await begin(session, seed + 1, 1);
      expect(await batchesOf(session)).not.toEqual(epochs[0]);
    });
  },
  ENGINE_TIMEOUT,
);
