/** Weights in safetensors on presets, and what is refused: other networks, damaged files, pickles. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitted } from '../../../core/network/fitted';
import { importModel } from '../../../main/importing';
import { fixtureImages, scoresOf } from '../../support/run-imported';

const fixtures = join(__dirname, '..', '..', 'reference', 'fixtures', 'onnx');
const resnet18 = join(fixtures, 'resnet18.safetensors');
const { scores, parameters }: { scores: number[][]; parameters: number } = JSON.parse(
  readFileSync(join(fixtures, 'weights.json'), 'utf8'),
);
const folder = mkdtempSync(join(tmpdir(), 'skipwire-import-weights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };

/** The file's tensors as another type. */
function converted(type: 'F16' | 'BF16', change: (name: string) => string = (name) => name): string {
  const bytes = readFileSync(resnet18);
  const length = Number(bytes.readBigUInt64LE(0));
  const header: Record<string, Entry> = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const parts: Buffer[] = [];
  const entries: Record<string, Entry> = {};
  let at = 0;
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of Object.entries(header)) {
    const data = bytes.subarray(8 + length + begin, 8 + length + end);
    const part = dtype === 'F32' ? halved(data, type) : data;
    entries[change(name)] = {
      dtype: dtype === 'F32' ? type : dtype,
      shape,
      data_offsets: [at, at + part.length],
    };
    parts.push(part);
    at += part.length;
  }
  const path = join(folder, `${type}.safetensors`);
  const head = Buffer.from(JSON.stringify(entries));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  writeFileSync(path, Buffer.concat([size, head, ...parts]));
  return path;
}

/** Rounds toward zero, which is close enough here; every value is a normal number of both types. */
function halved(data: Buffer, type: 'F16' | 'BF16'): Buffer {
  const result = Buffer.alloc(data.length / 2);
  for (let index = 0; index < data.length / 4; index++) {
    const bits = data.readUInt32LE(4 * index);
    const exponent = ((bits >>> 23) & 0xff) - 112;
    const half = ((bits >>> 16) & 0x8000) | (Math.max(0, exponent) << 10) | ((bits >>> 13) & 0x3ff);
    result.writeUInt16LE(type === 'BF16' ? bits >>> 16 : exponent > 0 ? half : 0, 2 * index);
  }
  return result;
}

const softmax = (row: readonly number[]): number[] => {
  const powers = row.map((value) => Math.exp(value));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
};

async function largestDifference(path: string): Promise<number> {
  const { document, weights, report } = await importModel(path);
  expect(report.entries.every(({ outcome }) => outcome === 'understood')).toBe(true);
  expect(report.trainableParams).toBe(parameters);
  const small = fitted(document, { inputShape: [16, 16, 3] });
  const found = scoresOf(small, weights, fixtureImages(2, [16, 16, 3]));
  return Math.max(
    ...found.flatMap((row, n) => row.map((value, k) => Math.abs(value - softmax(scores[n]!)[k]!))),
  );
}

test('names and shapes tell the preset, and the answers are those of PyTorch', async () => {
  expect(await largestDifference(resnet18)).toBeLessThan(1e-6);
});

test.each([
  ['F16', 1e-3],
  ['BF16', 1e-2],
] as const)(
  '%s becomes float32, also behind the prefix of a data-parallel training',
  async (type, rounding) => {
    const difference = await largestDifference(converted(type, (name) => `module.${name}`));
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(rounding);
  },
);

test('weights of another network are refused with names and shapes', async () => {
  await expect(importModel(resnet18, { onto: 'resnet50' })).rejects.toThrow(
    /does not fit resnet50, \d+ weights differ: layer1\.0\.conv1\.weight must have the shape \[2, 2, 1, 1\]\. Received: \[2, 2, 3, 3\]/,
  );
  await expect(importModel(resnet18, { onto: 'resnet51' })).rejects.toThrow(/no preset resnet51/);
});

test('a head that is missing begins with random weights, and the report says so', async () => {
  const path = converted('F16', (name) => name.replace('fc.', 'classifier.'));
  const { weights, report } = await importModel(path);
  expect(weights.has('head.dense/kernel')).toBe(false);
  const refused = report.entries.filter(({ outcome }) => outcome === 'refused').map(({ layer }) => layer);
  expect(refused).toEqual(['fc', 'classifier.bias', 'classifier.weight']);
});

const file = (header: unknown, data: number): Buffer => {
  const head = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([size, head, Buffer.alloc(data)]);
};
const entry = (dtype: string, ...offsets: number[]) => ({ dtype, shape: [2], data_offsets: offsets });

test.each([
  ['offsets that overlap', file({ a: entry('F32', 0, 8), b: entry('F32', 4, 12) }, 12), /"b" must begin/],
  ['sizes beyond the file', file({ a: entry('F32', 0, 8) }, 4), /must have/],
  ['an unknown dtype', file({ a: entry('Q4', 0, 8) }, 8), /numeric dtype.*"Q4"/],
  ['a header beyond the file', Buffer.from('ffffffffffffff7f', 'hex'), /header must fit/],
  ['names of no preset', file({ a: entry('F32', 0, 8) }, 8), /--onto/],
])('%s is refused', async (name, bytes, said) => {
  const path = join(folder, `${name.replaceAll(' ', '-')}.safetensors`);
  writeFileSync(path, bytes);
  await expect(importModel(path)).rejects.toThrow(said);
});

test.each(['.pt', '.pth', '.bin', '.pkl'])(
  '%s is never opened; the refusal has the Python that converts it',
  async (ending) => {
    await expect(importModel(join(folder, `best${ending}`))).rejects.toThrow(
      [
        '    import torch, safetensors.torch',
        `    weights = torch.load("best${ending}", map_location="cpu", weights_only=True)`,
        '    safetensors.torch.save_file({key: value.clone() for key, value in weights.items()}, "best.safetensors")',
      ].join('\n'),
    );
  },
);
