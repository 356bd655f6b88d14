/** The header of a safetensors file: what it says of each tensor, and the checks that it is whole. */
import { elementCount } from '../../../core/basics/element-count';
import { plural } from '../../../core/format/plural';
import { listOf } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { type NumberType, STORED } from '../../basics/stored-numbers';

export interface Tensor {
  shape: readonly number[];
  data: Float32Array;
}
/** A tensor of a file for other programs. */
export interface LazyTensor {
  dtype: keyof typeof BYTES;
  shape: readonly number[];
  data(): Float32Array | BigInt64Array;
}
/** The reference reader's limit, in bytes. */
export const LONGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';
/** Bytes of a value. */
const BYTES = { F32: 4, I64: 8 } as const;

/** @throws Error if data and shape disagree or a name is reserved. */
export function encodeHeader(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  for (const [name, { shape, data }] of tensors) {
    if (elementCount(shape) !== data.length) {
      throw new Error(
        `The data of tensor "${name}" must hold ${plural(elementCount(shape), 'value')}, as its shape [${shape}] says. Received: ${data.length}.`,
      );
    }
  }
  return headerOf(
    new Map([...tensors].map(([name, { shape }]) => [name, { dtype: 'F32', shape }])),
    metadata,
  );
}

export function headerOf(
  tensors: ReadonlyMap<string, Pick<LazyTensor, 'dtype' | 'shape'>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  let offset = 0;
  for (const [name, { dtype, shape }] of tensors) {
    if (name === METADATA) throw new Error(`A tensor cannot be named "${METADATA}".`);
    const end = offset + elementCount(shape) * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + padded, ' ');
  bytes.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(bytes, 8);
  return bytes;
}

export interface ReadOptions {
  /** Converts tensors of any type to float32; otherwise another type than F32 is refused. */
  anyNumbers?: boolean;
  /** Which tensors are kept in memory, by name; all if absent. */
  only?: ((name: string) => boolean) | undefined;
}

export interface Head {
  metadata: Record<string, string>;
  entries: [name: string, entry: Entry][];
  /** Where the data begins in the file. */
  dataStart: number;
}

/** @param size of the whole file, which the tensors must fill. */
export function decodeHead(head: Uint8Array, size: number, options: ReadOptions): Head {
  const { header, dataStart } = decodeHeader(head, size);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]): [string, Entry] => [name, tensorEntry(name, entry, options)]);
  const end = Math.max(0, ...entries.map(([, entry]) => entry.end));
  if (dataStart + end !== size) {
    refuse('runs.safetensors.size', { expected: dataStart + end, received: size });
  }
  checkNoGaps(entries.map(([name, { begin, end }]) => ({ name, begin, end })));
  const metadata = header[METADATA] === undefined ? {} : textMap(header[METADATA]);
  return { metadata, entries, dataStart };
}

function decodeHeader(
  bytes: Uint8Array,
  size: number,
): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.byteLength < 8) {
    refuse('runs.safetensors.short', { received: bytes.byteLength });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER || length > bytes.byteLength - 8) {
    refuse('runs.safetensors.header', { length, size });
  }
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    refuse('runs.safetensors.json', { received: JSON.stringify(text.slice(0, 40)) });
  }
  if (!isRecord(header)) refuse('runs.safetensors.object', { received: text.slice(0, 40) });
  return { header, dataStart: 8 + length };
}

const TYPES: ReadonlyMap<unknown, NumberType> = new Map(
  (Object.keys(STORED) as NumberType[]).map((type) => [type.toUpperCase(), type]),
);

interface Entry {
  type: NumberType;
  shape: number[];
  begin: number;
  end: number;
}

function tensorEntry(name: string, entry: unknown, { anyNumbers = false }: ReadOptions): Entry {
  if (!isRecord(entry)) refuse('runs.safetensors.entry', { name, received: shown(entry) });
  const { dtype, shape, data_offsets: offsets } = entry;
  const type = TYPES.get(dtype);
  if (!anyNumbers && type !== 'f32') refuse('runs.safetensors.dtype', { name, received: shown(dtype) });
  if (!type) {
    const known = listOf([...TYPES.keys()].map(String), 'unit');
    refuse('runs.safetensors.anyDtype', { name, received: shown(dtype), known });
  }
  if (!isSizes(shape)) {
    refuse('runs.safetensors.shape', { name, received: shown(shape) });
  }
  const [begin, end] = isSizes(offsets) ? offsets : [];
  if (!isSizes(offsets) || offsets.length !== 2 || begin === undefined || end === undefined || begin > end) {
    refuse('runs.safetensors.offsets', { name, received: shown(offsets) });
  }
  const expected = STORED[type].bytes * elementCount(shape);
  if (end - begin !== expected) {
    refuse('runs.safetensors.bytes', {
      name,
      shape: shape.join(),
      expected,
      received: end - begin,
    });
  }
  return { type, shape, begin, end };
}

/** Tensors must cover the data exactly. */
function checkNoGaps(spans: { name: string; begin: number; end: number }[]): void {
  let reached = 0;
  for (const { name, begin, end } of spans.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== reached) {
      refuse('runs.safetensors.begin', { name, expected: reached, received: begin });
    }
    reached = end;
  }
}

function textMap(entry: unknown): Record<string, string> {
  if (!isRecord(entry) || !Object.values(entry).every((value) => typeof value === 'string')) {
    refuse('runs.safetensors.metadata', { received: shown(entry) });
  }
  return entry as Record<string, string>;
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
