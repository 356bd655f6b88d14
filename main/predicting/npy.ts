/**
 * NumPy's .npy files (numpy.lib.format, versions 1 to 3): a magic string, a Python dictionary with dtype, order and shape, and
 * the values. Read are row-major arrays of float32, float64 and uint8; written is float32.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { elementCount } from '../../core/basics/element-count';
import { formatImageShape } from '../../core/format/shape';
import { message } from '../../core/messages';
import { refuse } from '../basics/refusal';
import { writeAtomically } from '../disk/atomic';
import { writing } from '../disk/trouble';

export interface NpyArray {
  dtype: 'float32' | 'float64' | 'uint8';
  shape: number[];
  /** Row-major. */
  data: Float32Array;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
const dtypes: Readonly<Record<string, { dtype: NpyArray['dtype']; bytes: number }>> = {
  '<f4': { dtype: 'float32', bytes: 4 },
  '<f8': { dtype: 'float64', bytes: 8 },
  '|u1': { dtype: 'uint8', bytes: 1 },
};

/** @throws Refusal naming what the file lacks. */
export async function readNpy(path: string): Promise<NpyArray> {
  const bytes = await readFile(path);
  if (bytes.length < 12 || !bytes.subarray(0, 6).equals(MAGIC)) refuse('predict.npy.other', { path });
  const [length, from] = bytes[6] === 1 ? [bytes.readUInt16LE(8), 10] : [bytes.readUInt32LE(8), 12];
  const start = from + length;
  const header = bytes.toString('utf8', from, start);
  const [, descr = ''] = header.match(/'descr':\s*('[^']*'|\[.*?\])/) ?? [];
  const [, order] = header.match(/'fortran_order':\s*(True|False)/) ?? [];
  const [, sides] = header.match(/'shape':\s*\(([\d,\s]*)\)/) ?? [];
  if (order === undefined || sides === undefined) refuse('predict.npy.other', { path });
  const known = dtypes[descr.slice(1, -1)];
  if (!known) refuse('predict.npy.dtype', { path, received: descr || '?' });
  if (order === 'True') refuse('predict.npy.order', { path });
  const shape = sides
    .split(',')
    .filter((side) => side.trim() !== '')
    .map(Number);
  const count = elementCount(shape);
  const expected = count * known.bytes;
  const received = bytes.length - start;
  if (received !== expected) {
    refuse('predict.npy.size', { path, shape: formatImageShape(shape), expected, received });
  }
  return { dtype: known.dtype, shape, data: valuesOf(bytes.subarray(start), known.dtype) };
}

function valuesOf(bytes: Buffer, dtype: NpyArray['dtype']): Float32Array {
  if (dtype === 'uint8') return Float32Array.from(bytes);
  const { buffer } = Uint8Array.from(bytes);
  return dtype === 'float32' ? new Float32Array(buffer) : Float32Array.from(new Float64Array(buffer));
}

/** @throws DiskTrouble where it cannot be written. */
export async function writeNpy(
  path: string,
  { shape, data }: Pick<NpyArray, 'shape' | 'data'>,
): Promise<void> {
  const sides = `${shape.join(', ')}${shape.length === 1 ? ',' : ''}`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sides}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10 + length, ' ');
  MAGIC.copy(head);
  head.writeUInt8(1, 6);
  head.writeUInt8(0, 7);
  head.writeUInt16LE(length, 8);
  head.write(text, 10, 'latin1');
  head.write('\n', 10 + length - 1, 'latin1');
  const values = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  await writing({ what: message('predict.what.write'), where: path }, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, Buffer.concat([head, values]));
  });
}
