/** What is read from pip and taken out of wheels. */

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { inEnglish, listOf, message, sentences } from '../../../core/messages';
import { extractWheel, extraRequirements } from '../../../main/engine/unpack-wheel';
import { announcedBytes, withoutImportAdvice } from '../../../main/engine/wheel';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-wheel-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function wheel(files: Record<string, string>, mode = 0o644): string {
  const path = join(folder, 'a-1-py3-none-any.whl');
  const entries = Object.entries(files).map(([name, text]) => [
    name,
    [new TextEncoder().encode(text), { os: 3, attrs: mode << 16 }],
  ]);
  writeFileSync(path, zipSync(Object.fromEntries(entries)));
  return path;
}

test.each([
  ['Downloading tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (272.4 MB)', 272_400_000],
  ['  Downloading nvidia_cublas_cu12-12.9.1.4-py3-none-any.whl.metadata (1.7 kB)', 1_700],
  ['Downloading big.whl (1.2 GB)', 1_200_000_000],
  ['Successfully downloaded tensorflow-cpu', undefined],
])('the size in "%s"', (line, bytes) => {
  expect(announcedBytes(line)).toBe(bytes);
});

test('only what is asked for comes out, programs stay programs', async () => {
  const target = join(folder, 'out');
  const files = { 'a/lib/x.so': 'X', 'a/include/deep/y.h': 'Y', 'a/other/z.h': 'Z' };
  const count = await extractWheel(wheel(files, 0o755), target, ['a/lib/x.so', 'a/include/*']);
  expect(count).toBe(2);
  expect(readFileSync(join(target, 'a/include/deep/y.h'), 'utf8')).toBe('Y');
  expect(existsSync(join(target, 'a/other'))).toBe(false);
  expect(statSync(join(target, 'a/lib/x.so')).mode & 0o111).not.toBe(0);
});

test('a wheel that reaches outside its folder is refused', async () => {
  const path = wheel({ '../outside.txt': 'X' });
  await expect(extractWheel(path, join(folder, 'out'), ['*'])).rejects.toThrow(
    /could not be unpacked.*\.\.\/outside\.txt/,
  );
  expect(existsSync(join(folder, 'outside.txt'))).toBe(false);
});

test('a torn wheel is refused', async () => {
  const path = wheel({ 'a/lib/x.so': 'X' });
  writeFileSync(path, readFileSync(path).subarray(0, 40));
  await expect(extractWheel(path, join(folder, 'out'), ['*'])).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringContaining('could not be unpacked'),
  });
});

test('the requirements of one extra, not of others nor the plain ones', async () => {
  const metadata = [
    'Name: tensorflow',
    'Requires-Dist: numpy>=1.26.0',
    'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
    'Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"',
    'Requires-Dist: gcs>=0.23.1; (sys_platform != "win32" and python_version < "3.13") and extra == "gcs-filesystem"',
  ].join('\n');
  const path = wheel({ 'a-1.dist-info/METADATA': metadata });
  expect(await extraRequirements(path, 'and-cuda')).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12<3.0,>=2.27.7',
  ]);
});

test.each([
  [message('datasets.download.failed', { url: 'u', attempts: 3, error: 'HTTP 503' }), 'HTTP 503'],
  [message('datasets.download.allFailed', { file: 'a.whl', failures: listOf(['x', 'y'], 'unit') }), 'x, y'],
  [
    sentences(
      message('datasets.download.noFile', { url: 'u', error: 'HTTP 404' }),
      message('datasets.download.elsewhere'),
    ),
    'u should return a file, but returned HTTP 404',
  ],
  [message('engine.missing'), inEnglish(message('engine.missing'))],
])('a wheel is not a data set: nothing advises to import it', (said, reason) => {
  expect(inEnglish(sentences(withoutImportAdvice(said)))).toBe(reason);
});
