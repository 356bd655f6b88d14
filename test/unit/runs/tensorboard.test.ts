import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { crc32c, maskedCrc32c } from '../../../main/basics/crc32';
import { EventWriter } from '../../../main/runs/tensorboard/writer';

/** Check values of RFC 3720, appendix B.4, and of the CRC catalogue ("123456789"). */
test.each<[string, Uint8Array, number]>([
  ['123456789', Buffer.from('123456789'), 0xe3069283],
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 to 31', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  ['nothing', new Uint8Array(0), 0],
])('CRC-32C of %s', (_what, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

function records(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(data));
    found.push(data);
    at += 16 + length;
  }
  return found;
}

test('an event file: the version first, then one event with its scalars, all checksums right', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-tensorboard-'));
  try {
    const writer = new EventWriter(join(folder, 'tensorboard'), () => 1_500_000_000_500);
    writer.scalars(300, [
      { tag: 'loss/train', value: 0.5 },
      { tag: 'accuracy/train', value: 0.25 },
    ]);
    expect(records(readFileSync(writer.path))).toHaveLength(1);
    writer.flush();
    expect(basename(writer.path)).toBe(`events.out.tfevents.1500000000.${hostname()}.${process.pid}`);
    const [version, event, ...more] = records(readFileSync(writer.path));
    expect(more).toEqual([]);
    const time = Buffer.alloc(9, 0x09);
    time.writeDoubleLE(1_500_000_000.5, 1);
    expect(version).toEqual(Buffer.concat([time, Buffer.from([0x1a, 13]), Buffer.from('brain.Event:2')]));
    const value = (tag: string, number: number) => {
      const scalar = Buffer.alloc(5, 0x15);
      scalar.writeFloatLE(number, 1);
      const inner = Buffer.concat([Buffer.from([0x0a, tag.length]), Buffer.from(tag), scalar]);
      return Buffer.concat([Buffer.from([0x0a, inner.length]), inner]);
    };
    const summary = Buffer.concat([value('loss/train', 0.5), value('accuracy/train', 0.25)]);
    const step300 = [0x10, 0xac, 0x02];
    expect(event).toEqual(Buffer.concat([time, Buffer.from([...step300, 0x2a, summary.length]), summary]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
