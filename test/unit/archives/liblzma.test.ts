/** xz unpacked on a thread of Node's pool: the same bytes as the program xz, and damage is reported. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokenContainer } from '../../../main/archives/broken';
import { liblzma, unpackedByLiblzma } from '../../../main/archives/liblzma';
import { xz } from '../../support/datasets';
import { describeNeeding } from '../../support/needs';
import { removeTemporaryFolders, temporaryFolder } from '../datasets/fakes';

afterAll(removeTemporaryFolders);

const binding = liblzma();
const here = describeNeeding(xz.met ? { met: binding !== undefined, what: 'the package node-liblzma' } : xz);

const packed = (bytes: Buffer, ...args: string[]): Buffer =>
  spawnSync('xz', ['--stdout', ...args], { input: bytes, maxBuffer: 1 << 26 }).stdout;
/** Neither even nor noise: it packs, and to more than a block of input. */
const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => (n * n) >> (n % 11)));

async function unpack(bytes: Buffer, signal = new AbortController().signal): Promise<Buffer> {
  const path = join(temporaryFolder(), 'x.xz');
  writeFileSync(path, bytes);
  const blocks: Uint8Array[] = [];
  for await (const block of unpackedByLiblzma(path, binding!, signal)) blocks.push(block);
  return Buffer.concat(blocks);
}

test('it is there on the machines that have it prebuilt', () => {
  const prebuilt = ['linux x64', 'darwin arm64', 'win32 x64'].includes(`${process.platform} ${process.arch}`);
  if (prebuilt) expect(binding).toBeDefined();
});

here('an .xz file', () => {
  test.each([
    ['of one block', ['-1']],
    ['of many blocks', ['-1', '--block-size=100000']],
    ['with a SHA-256 of its own', ['-1', '--check=sha256']],
  ])('%s', async (_what, args) => {
    expect((await unpack(packed(content, ...args))).equals(content)).toBe(true);
  });

  test('of several streams, and of none', async () => {
    const two = Buffer.concat([packed(content, '-1'), packed(Buffer.from('behind'))]);
    expect((await unpack(two)).equals(Buffer.concat([content, Buffer.from('behind')]))).toBe(true);
    expect(await unpack(packed(Buffer.alloc(0)))).toHaveLength(0);
  });

  test('that is cut off anywhere is reported as cut off', async () => {
    const whole = packed(content, '-1');
    for (let part = 1; part < 20; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 20));
      await expect(unpack(cut)).rejects.toThrow('Unexpected end of input');
    }
    await expect(unpack(whole.subarray(0, -1))).rejects.toThrow(BrokenContainer);
  });

  test('with a wrong byte anywhere is reported as damaged', async () => {
    const whole = packed(content.subarray(0, 50_000), '-1');
    for (let n = 0; n < 60; n++) {
      const damaged = Buffer.from(whole);
      damaged[Math.floor((whole.length * n) / 60)]! ^= 1 << (n % 8);
      await expect(unpack(damaged)).rejects.toThrow(BrokenContainer);
    }
  });

  test('stops on request, and when nobody reads on', async () => {
    const stopper = new AbortController();
    stopper.abort(new Error('enough'));
    await expect(unpack(packed(content, '-1'), stopper.signal)).rejects.toThrow('enough');
    const path = join(temporaryFolder(), 'x.xz');
    writeFileSync(path, packed(content, '-1'));
    for await (const block of unpackedByLiblzma(path, binding!, new AbortController().signal)) {
      expect(block.length).toBe(1 << 20);
      break;
    }
  });
});
