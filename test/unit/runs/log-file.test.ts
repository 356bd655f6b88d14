/** log.txt is read piece by piece, in whole lines, from wherever it was read before. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLog } from '../../../main/runs/log-file';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-log-'));
  path = join(folder, 'log.txt');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a log that grows is read on from where it was read before, in whole lines', async () => {
  writeFileSync(path, 'one\nträ');
  const first = await readLog(path, 0, true);
  expect(first).toEqual({ from: 0, text: 'one\n', next: 4 });
  appendFileSync(path, 'ge\nthree');
  const second = await readLog(path, first.next, true);
  expect(second).toEqual({ from: 4, text: 'träge\n', next: 11 });
  // A crash may leave a line without an end.
  expect(await readLog(path, second.next, false)).toEqual({ from: 11, text: 'three', next: 16 });
  expect(await readLog(path, 16, false)).toEqual({ from: 16, text: '', next: 16 });
});

test('one that is shorter than what was read is read again, and one that is missing is empty', async () => {
  writeFileSync(path, 'new\n');
  expect(await readLog(path, 100, true)).toEqual({ from: 0, text: 'new\n', next: 4 });
  expect(await readLog(join(folder, 'none.txt'), 0, true)).toEqual({ from: 0, text: '', next: 0 });
});

test('only the newest megabyte of a long one is read, from the start of a line', async () => {
  const line = `${'x'.repeat(99)}\n`;
  writeFileSync(path, line.repeat(20_000));
  const { from, text, next } = await readLog(path, 0, true);
  expect(next).toBe(2_000_000);
  expect(from % 100).toBe(0);
  expect(text).toBe(line.repeat((next - from) / 100));
  expect(text.length).toBeGreaterThan(1_000_000);
});

test('a folder in its place is refused', async () => {
  await expect(readLog(folder, 0, true)).rejects.toThrow(/folder/);
});
