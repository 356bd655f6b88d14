/** Where scripts get the images of a data set: addresses and checksums are those of its description, and are kept to. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { builtInSources } from '../../../main/datasets/sources';
import { dataSource } from '../../../main/exporting/script/data';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sourceOf = (dataset: string, shape: readonly number[]): string =>
  dataSource({
    run: { settings: trainingSettingsSchema.parse({ dataset }) },
    inference: {
      input: { shape: [...shape], dtype: 'float32', range: [0, 1], channels: 'RGB' },
      resize: { interpolation: 'bilinear', fit: 'stretch', antialias: false },
    },
  });

const downloaded = builtInSources.filter(({ download = [] }) => download.length > 0);

test.each(downloaded.map(({ id, ...source }) => [id, source] as const))('%s', (id, source) => {
  const text = sourceOf(id, source.imageShape);
  for (const { urls, fileName, sha256, md5 } of source.download ?? []) {
    for (const part of [fileName, ...urls]) expect(text).toContain(`"${part}"`);
    expect(text).toContain(sha256 ? `("sha256", "${sha256}")` : md5 ? `("md5", "${md5}")` : 'None');
  }
  for (const name of source.classes) expect(text).toContain(`"${name}"`);
});

test('a file with another checksum is rejected, and the next address is tried', () => {
  const fetched = /^def found[\s\S]*?^def fetched[\s\S]*?(?=\n\n\n)/m.exec(
    sourceOf('cifar10', [32, 32, 3]),
  )?.[0];
  const content = Buffer.from('the published file');
  writeFileSync(join(folder, 'right'), content);
  writeFileSync(join(folder, 'wrong'), 'another');
  const address = (name: string) => pathToFileURL(join(folder, name)).href;
  const run = (urls: readonly string[]) => {
    const root = mkdtempSync(join(folder, 'root'));
    const digits = createHash('sha256').update(content).digest('hex');
    const call = `fetched(Path(${JSON.stringify(root)}), "set.bin", ${JSON.stringify(urls)}, ("sha256", "${digits}"))`;
    const lines = ['import hashlib, urllib.request', 'from pathlib import Path', fetched, `${call}`];
    const { status, stderr } = spawnSync('python3', ['-c', lines.join('\n')], { encoding: 'utf8' });
    return { status, stderr, files: readdirSync(root) };
  };
  expect(run(['missing', 'wrong', 'right'].map(address))).toMatchObject({ status: 0, files: ['set.bin'] });
  const { status, stderr } = run([address('wrong')]);
  expect(status).toBe(1);
  expect(stderr).toContain('set.bin could not be downloaded. Put it into the folder ');
});
