/** NumPy files: bytes as NumPy 2 writes them, and what is refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNpy, writeNpy } from '../../../main/predicting/npy';
import { temporaryFolder } from '../../support/small-data';

const folder = temporaryFolder();
const at = (name: string) => join(folder(), name);

/** What numpy.save writes: the header is padded to a multiple of 64 bytes. */
function numpyFile(name: string, descr: string, order: string, shape: string, values: Uint8Array): string {
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const padded = `${header.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]);
  writeFileSync(at(name), Buffer.concat([start, Buffer.from(padded), values]));
  return at(name);
}
const bytesOf = ({ buffer }: Float32Array | Float64Array) => new Uint8Array(buffer);

test('float32, float64 and uint8 are read', async () => {
  const floats = Float32Array.of(0, 0.5, -1, 2);
  expect(await readNpy(numpyFile('f4', '<f4', 'False', '1, 2, 2, 1', bytesOf(floats)))).toEqual({
    ...{ dtype: 'float32', shape: [1, 2, 2, 1], data: floats },
  });
  const doubles = bytesOf(Float64Array.of(0.5, 3));
  expect(await readNpy(numpyFile('f8', '<f8', 'False', '2,', doubles))).toMatchObject({
    data: Float32Array.of(0.5, 3),
  });
  expect(await readNpy(numpyFile('u1', '|u1', 'False', '2, 1', Uint8Array.of(0, 255)))).toMatchObject({
    ...{ dtype: 'uint8', data: Float32Array.of(0, 255) },
  });
});

test('what is written is a file of version 1.0, and reads back', async () => {
  const array = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  await writeNpy(at('out.npy'), array);
  const bytes = readFileSync(at('out.npy'));
  expect((bytes.length - 24) % 64).toBe(0);
  expect(bytes.toString('latin1', 0, 8)).toBe('\x93NUMPY\x01\x00');
  expect(bytes.toString('latin1', 10)).toMatch(
    /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n/,
  );
  expect(await readNpy(at('out.npy'))).toEqual({ dtype: 'float32', ...array });
});

test.each([
  ['another dtype', '<i8', 'False', '1,', 8, /float32, float64, or uint8/],
  ['column-major order', '<f4', 'True', '1, 1', 4, /column-major/],
  ['missing values', '<f4', 'False', '3,', 4, /12 bytes of values, as its shape 3 says\. Received: 4\./],
])('%s is refused', async (name, descr, order, shape, size, said) => {
  await expect(readNpy(numpyFile(name, descr, order, shape, new Uint8Array(size)))).rejects.toThrow(said);
});

test('another kind of file is refused', async () => {
  writeFileSync(at('other'), 'not an array of NumPy');
  await expect(readNpy(at('other'))).rejects.toThrow(/not a NumPy array file/);
});
