/** A .tar is read through to be listed: once for whoever asks, and no further than it takes to know it. */
import { renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetStore } from '../../../../main/datasets';
import { openPhotos } from '../../../../main/datasets/photos/containers/open';
import { tellsFormat } from '../../../../main/datasets/sources/known-names';
import { fakeCifar10, officialEntries, removeTemporaryFolders, tar, temporaryFolder } from '../fakes';
import { petFiles } from './pictures';

afterAll(removeTemporaryFolders);

async function petTar(above = ''): Promise<string> {
  const files = Object.entries(await petFiles(above)).map(([name, content]) => ({ name, content }));
  const path = join(temporaryFolder(), 'pets.tar');
  writeFileSync(path, await tar(files));
  return path;
}
const listed = async (path: string, until?: (path: string) => boolean) =>
  (await openPhotos(path, { until })).list();

test('it is listed once, until it changes or another one is', async () => {
  const path = await petTar();
  const first = await listed(path);
  expect(first.members).toHaveLength(5);
  expect(await listed(path)).toBe(first);
  utimesSync(path, 1, 1);
  const second = await listed(path);
  expect(second).not.toBe(first);
  expect(second).toEqual(first);
  await listed(await petTar('other/'));
  expect(await listed(path)).not.toBe(second);
});

test('other pictures under the same path are seen', async () => {
  const path = await petTar();
  await listed(path);
  renameSync(await petTar('train/'), path);
  expect((await listed(path)).members[0]!.path).toEqual(['train', 'cat', '1.jpg']);
});

test('what was looked at is imported, by the same listing', async () => {
  const store = new DatasetStore({ root: join(temporaryFolder(), 'datasets'), sources: [fakeCifar10] });
  const path = await petTar();
  expect((await store.inspect(path)).trainCount).toBe(5);
  expect((await store.importOwn({ path, name: 'Pets' })).trainPerClass).toEqual([3, 2]);
});

test('the first file of a known format is enough: what lies behind is not read, nor is that taken for all', async () => {
  const path = join(temporaryFolder(), 'x.tar');
  const whole = await tar(officialEntries());
  writeFileSync(path, whole);
  truncateSync(path, Math.floor(whole.length / 3));
  const seen = await new DatasetStore({ root: temporaryFolder() }).inspect(path);
  expect(seen).toMatchObject({ kind: 'catalogue', catalogueId: 'cifar10' });
  expect((await listed(path, tellsFormat)).members.length).toBeLessThan(8);
  await expect(listed(path)).rejects.toThrow(
    '(2.1 MB) is damaged, or unpacks to more than 100 times its size: Unexpected end of data.',
  );
});
