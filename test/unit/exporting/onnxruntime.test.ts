/** onnxruntime's library as the installed app has it: compressed, and unpacked when it is needed. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dependencyFolder } from '../../../main/basics/package-root';
import { Unchecked } from '../../../main/exporting/check/check';
import { BINDING } from '../../../main/exporting/check/onnx-session';
import { onnxruntimeBinding } from '../../../main/exporting/check/onnxruntime';
import { xz } from '../../support/datasets';
import { describeNeeding } from '../../support/needs';
import { describeOnSmallDisk, SmallDisk } from '../../support/small-disk';
import { removeTemporaryFolders, temporaryFolder } from '../datasets/fakes';

const content = randomBytes(300_000);
const packed = () => spawnSync('xz', ['--stdout', '-1', '--check=crc32'], { input: content }).stdout;
const own = join(dependencyFolder('onnxruntime-node'), BINDING);
const before = process.env.SKIPWIRE_CACHE;
let cache: string;
let shipped: string;
beforeEach(() => {
  cache = temporaryFolder();
  process.env.SKIPWIRE_CACHE = cache;
  shipped = temporaryFolder();
});
afterEach(() => {
  if (before === undefined) delete process.env.SKIPWIRE_CACHE;
  else process.env.SKIPWIRE_CACHE = before;
});
afterAll(removeTemporaryFolders);

const unpack = () => onnxruntimeBinding(undefined, shipped);
const below = (folder: string) => (readdirSync(folder, { recursive: true }) as string[]).sort();

test('a checkout has it in node_modules', async () => {
  expect(await onnxruntimeBinding()).toBe(own);
  expect(below(cache)).toEqual([]);
});

describeNeeding(xz)('an installed app', () => {
  test('unpacks it once, beside a copy of the binding', async () => {
    writeFileSync(join(shipped, 'library.so.xz'), packed());
    writeFileSync(join(shipped, 'small.txt'), 'as it is');
    const binding = await unpack();
    const folder = dirname(binding);
    expect(below(folder)).toEqual(['library.so', 'onnxruntime_binding.node', 'small.txt']);
    expect(readFileSync(join(folder, 'library.so')).equals(content)).toBe(true);
    expect(readFileSync(binding).equals(readFileSync(own))).toBe(true);
    writeFileSync(join(shipped, 'library.so.xz'), 'is not read again');
    expect(await unpack()).toBe(binding);
  });

  const flipped = (bytes: Buffer) => {
    bytes[150_000]! ^= 1;
    return bytes;
  };
  test.each([
    ['that ends early', (bytes: Buffer) => bytes.subarray(0, 100_000)],
    ['with one other bit', flipped],
  ])('leaves nothing of one %s, and the check is not made', async (_name, damage) => {
    writeFileSync(join(shipped, 'library.so.xz'), damage(packed()));
    const damaged = unpack();
    await expect(damaged).rejects.toBeInstanceOf(Unchecked);
    await expect(damaged).rejects.toThrow(/^onnxruntime could not be unpacked: .* Reinstall Skipwire\.$/);
    expect(below(cache)).toEqual(['libraries']);
  });
});

describeOnSmallDisk('a full disk', () => {
  test('leaves nothing, and the check is not made', async () => {
    const disk = SmallDisk.mount(1024)!;
    try {
      process.env.SKIPWIRE_CACHE = disk.path;
      writeFileSync(join(shipped, 'library.so'), Buffer.alloc(2_000_000));
      const full = unpack();
      await expect(full).rejects.toBeInstanceOf(Unchecked);
      await expect(full).rejects.toThrow(/^onnxruntime could not be unpacked \(in .*\)\. The disk is full/);
      expect(below(disk.path)).toEqual(['libraries']);
    } finally {
      disk.unmount();
    }
  });
});
