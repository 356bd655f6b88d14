import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '../../../main/datasets/storage/fingerprint';
import { MANIFEST_FILE } from '../../../main/datasets/storage/store';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-fingerprint-'));
  write('train.images.u8', Buffer.alloc(3 * 1024 * 1024, 7));
  write('train.labels.i32', Buffer.from([1, 0, 0, 0]));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);

test('the same files have the same fingerprint, whenever they were imported', async () => {
  const before = await fingerprintOf(folder);
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  write(MANIFEST_FILE, '{"importedAt":"later"}');
  write('train.labels.i32', Buffer.from([1, 0, 0, 0]));
  expect(await fingerprintOf(folder)).toBe(before);
});

test.each<[string, () => void]>([
  ['another label', () => write('train.labels.i32', Buffer.from([2, 0, 0, 0]))],
  ['another first image', () => write('train.images.u8', Buffer.alloc(3 * 1024 * 1024, 7).fill(8, 0, 1))],
  [
    'another last image',
    () => write('train.images.u8', Buffer.alloc(3 * 1024 * 1024, 7).fill(8, 3 * 1024 * 1024 - 1)),
  ],
  ['more images', () => write('train.images.u8', Buffer.alloc(3 * 1024 * 1024 + 1, 7))],
  ['another file', () => write('val.labels.i32', '')],
])('%s has another', async (_what, change) => {
  const before = await fingerprintOf(folder);
  change();
  expect(await fingerprintOf(folder)).not.toBe(before);
});
