/** The sample of cats and dogs is recognized as a sample of the whole set. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetStore } from '../../../main/datasets';
import { catsAndDogs } from '../../support/datasets';
import { english } from '../../support/english';
import { testNeeding } from '../../support/needs';

const root = mkdtempSync(join(tmpdir(), 'skipwire-pets-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

testNeeding(catsAndDogs)(
  'the sample becomes cats_vs_dogs, with the names of its classes and what was left out',
  async () => {
    const store = new DatasetStore({ root: join(root, 'datasets') });
    const info = english(await store.importFrom('cats_vs_dogs', catsAndDogs.path));
    expect(info).toMatchObject({ state: 'ready', kind: 'catalogue', classes: ['cat', 'dog'], valCount: 0 });
    const { trainCount, dropped, splitDescription } = info;
    expect(trainCount + dropped).toBe(826);
    expect(dropped).toBeGreaterThan(0);
    expect(splitDescription).toMatch(new RegExp(`^a sample: ${trainCount} of 25,000 images; `));
  },
);

testNeeding(catsAndDogs)('it is not taken for another set of the catalogue', async () => {
  const store = new DatasetStore({ root: join(root, 'other') });
  for (const id of ['tf_flowers', 'cifar10', 'mnist']) {
    await expect(store.importFrom(id, catsAndDogs.path)).rejects.toThrow('This looks like Cats vs. dogs');
  }
});
