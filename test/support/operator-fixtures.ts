/** The operator fixtures of test/reference/make_operator_fixtures.py. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, type Tensor } from '../../main/runs/safetensors';
import type { NodeSpec } from './documents';

const FOLDER = join(__dirname, '..', 'reference', 'fixtures', 'operators');
/** Streams of numbers are this far apart. */
const STREAM = 1 << 20;

/** One row of the table: a small network, as nodes behind an Input. */
export interface OperatorCase {
  name: string;
  input: number[];
  batch: number;
  nodes: NodeSpec[];
  /** Without the batch dimension. */
  outputShape: number[];
}

export const operatorFamilies = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));

export const operatorCases = (family: string): OperatorCase[] =>
  JSON.parse(readFileSync(join(FOLDER, `${family}.json`), 'utf8')) as OperatorCase[];

/** What Keras computed: `<case>/output`, `<case>/gradient/input`, ... */
export const operatorTensors = async (family: string): Promise<Map<string, Tensor>> =>
  (await readSafetensors(join(FOLDER, `${family}.safetensors`))).tensors;

/** The input of a case. */
export const inputValues = (size: number): Float32Array => values(0, size);
/** The gradients are those of the sum over n, k of rows[n] * output[n, k] * columns[k]. */
export const rowValues = (size: number): Float32Array => values(1, size);
export const columnValues = (size: number): Float32Array => values(2, size);

/** Numbers in [-1, 1): the top 24 bits of murmur3's finaliser of their index. */
function values(stream: number, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => {
    let hash = index + stream * STREAM + 1;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 8) / 2 ** 23 - 1;
  });
}
