import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../../main/basics/refusal';
import { dataChecksum, readSafetensors, type Tensor, writeSafetensors } from '../../../main/runs/safetensors';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-safetensors-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tensors = new Map<string, Tensor>([
  ['stem.conv/kernel', { shape: [1, 2, 3], data: Float32Array.of(1, -2, 3.5, 4, 5, 6e-20) }],
  ['head.dense/bias', { shape: [2], data: Float32Array.of(Number.NaN, -0) }],
  ['scalar', { shape: [], data: Float32Array.of(7) }],
  ['empty', { shape: [0, 4], data: new Float32Array(0) }],
]);

/** A file with this header, padded or not, and this many bytes of data. */
function file(header: unknown, dataLength: number, length?: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(length ?? json.length));
  return Buffer.concat([size, json, Buffer.alloc(dataLength)]);
}

test('what is written is read back bit by bit, with names, shapes and metadata', async () => {
  const path = join(folder, 'a.safetensors');
  await writeSafetensors(path, tensors, { epoch: '3' });
  const read = await readSafetensors(path);
  expect(read.metadata).toEqual({ epoch: '3' });
  expect([...read.tensors.keys()]).toEqual([...tensors.keys()]);
  for (const [name, { shape, data }] of tensors) {
    expect(read.tensors.get(name)?.shape).toEqual(shape);
    expect(read.tensors.get(name)?.data).toEqual(data);
  }
  expect(readdirSync(folder)).toEqual(['a.safetensors']);
});

test('the bytes are those of the format: length, JSON header, data at a multiple of 8 without gaps', async () => {
  const path = join(folder, 'a.safetensors');
  await writeSafetensors(path, new Map([['w', { shape: [2], data: Float32Array.of(1, 2) }]]));
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  expect(length % 8).toBe(0);
  expect(JSON.parse(bytes.toString('utf8', 8, 8 + length))).toEqual({
    w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
  });
  expect(bytes.length).toBe(8 + length + 8);
  expect(bytes.readFloatLE(8 + length + 4)).toBe(2);
});

test('data that does not start at a multiple of 4 is read all the same', async () => {
  const entry = { x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } };
  for (const spaces of ['', ' ', '  ', '   ']) {
    const bytes = Buffer.from(file(`${JSON.stringify(entry)}${spaces}`, 4));
    bytes.writeFloatLE(2.5, bytes.length - 4);
    const path = join(folder, 'shifted.safetensors');
    writeFileSync(path, bytes);
    expect((await readSafetensors(path)).tensors.get('x')?.data).toEqual(Float32Array.of(2.5));
  }
});

test('only the tensors that are asked for are kept, and the checksum is that of all', async () => {
  const path = join(folder, 'a.safetensors');
  const large = { shape: [700_000], data: Float32Array.from({ length: 700_000 }, (_, index) => index) };
  const all = new Map([['before', large], ...tensors, ['after', large]]);
  await writeSafetensors(path, all);
  const read = await readSafetensors(path, { only: (name) => name === 'scalar' || name === 'after' });
  expect([...read.tensors.keys()]).toEqual(['scalar', 'after']);
  expect(read.tensors.get('scalar')?.data).toEqual(Float32Array.of(7));
  expect(read.tensors.get('after')?.data).toEqual(large.data);
  expect(read.checksum).toBe(dataChecksum(all));
});

test.each<[string, Uint8Array, RegExp]>([
  ['too short', new Uint8Array(5), /begin with the header length in 8 bytes.*Received: 5 bytes/],
  ['a header beyond the end', file({}, 0, 500), /header must fit.*500 bytes in a file of 10/],
  ['no JSON', file('{nonsense', 0), /must be JSON.*nonsense/],
  ['a list', file([], 0), /must be a JSON object/],
  [
    'another dtype',
    file({ a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, 4),
    /"a" must have the dtype F32.*"F16"/,
  ],
  [
    'a negative size',
    file({ a: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4),
    /shape of tensor "a"/,
  ],
  ['no offsets', file({ a: { dtype: 'F32', shape: [1] } }, 4), /offsets of tensor "a"/],
  [
    'a wrong length',
    file({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, 4),
    /"a" of shape \[2\] must take 8 bytes. Received: 4/,
  ],
  [
    'cut off',
    file({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, 6),
    /file must have 70 bytes. Received: 68/,
  ],
  [
    'a rest',
    file({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 8),
    /file must have 66 bytes. Received: 70/,
  ],
  [
    'an overlap',
    file(
      {
        a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
        b: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      },
      4,
    ),
    /"b" must begin where the one before it ends, at byte 4. Received: 0/,
  ],
  ['metadata of numbers', file({ __metadata__: { epoch: 1 } }, 0), /metadata must map names to strings/],
])('a damaged file is refused with its reason: %s', async (_what, bytes, reason) => {
  const path = join(folder, 'damaged.safetensors');
  writeFileSync(path, bytes);
  const refused = await readSafetensors(path).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).message).toMatch(reason);
});

test('the refusal of a file names it', async () => {
  const path = join(folder, 'b.safetensors');
  writeFileSync(path, file({}, 3));
  await expect(readSafetensors(path)).rejects.toThrow(
    /b\.safetensors is damaged\. The file must have 10 bytes/,
  );
});

test('a tensor whose data does not fit its shape is not written', async () => {
  const wrong = new Map([['w', { shape: [3], data: new Float32Array(2) }]]);
  await expect(writeSafetensors(join(folder, 'c'), wrong)).rejects.toThrow(
    /"w" must hold 3 values.*Received: 2/,
  );
  expect(readdirSync(folder)).toEqual([]);
});
