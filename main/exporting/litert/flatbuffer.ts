/** Writes flatbuffers (flatbuffers.dev) from plain objects, according to a table of their fields. */
import { Builder } from 'flatbuffers';
import type { Piece } from '../../compiler/emit/pieces';

/** For each table its fields, `name:kind` in the order of their numbers; a dash where one is not written. */
export type Tables = Readonly<Record<string, string>>;

/** A member of a union. */
export interface Member {
  table: string;
  value: TableValue;
}

/** Raw bytes, made when they are written, so that only one is in memory. */
export type Lazy = Exclude<Piece, Uint8Array>;

export type FieldValue = number | boolean | string | Lazy | Member | TableValue | readonly FieldValue[];
export interface TableValue {
  readonly [field: string]: FieldValue | undefined;
}

export interface FlatbufferOptions {
  tables: Tables;
  /** The number of each member of a union. */
  unionMembers: Readonly<Record<string, number>>;
  root: string;
  identifier: string;
}

/** Alignment of raw bytes, which vector instructions need. */
const ALIGNMENT = 16;
/** A vector begins with its length. */
const LENGTH_BYTES = 4;

/** Raw bytes come after everything else, which refers to them. */
export function flatbuffer(value: TableValue, options: FlatbufferOptions): Piece[] {
  const builder = new Builder(1024);
  // So that its end, from where offsets count, is where raw bytes may begin.
  builder.prep(ALIGNMENT, 0);
  const raw = new RawBytes();
  builder.finish(writeTable(builder, options.root, value, { ...options, raw }), options.identifier);
  return [builder.asUint8Array(), ...raw.pieces];
}

class RawBytes {
  readonly pieces: Piece[] = [];
  private end = 0;

  /** @returns the offset of the vector, which is negative: offsets count backwards from the end of the rest. */
  add(bytes: Lazy): number {
    const padding = -(this.end + LENGTH_BYTES) & (ALIGNMENT - 1);
    const head = new DataView(new ArrayBuffer(padding + LENGTH_BYTES));
    head.setUint32(padding, bytes.byteLength, true);
    this.pieces.push(new Uint8Array(head.buffer), bytes);
    const begin = this.end + padding;
    this.end = begin + LENGTH_BYTES + bytes.byteLength;
    return -begin;
  }
}

type Write = (slot: number) => void;
type Writing = FlatbufferOptions & { raw: RawBytes };

function writeTable(builder: Builder, table: string, value: TableValue, options: Writing): number {
  let slot = 0;
  const writes: (() => void)[] = [];
  for (const field of (options.tables[table] as string).split(' ').filter(Boolean)) {
    const [name = '', kind = ''] = field.split(':');
    const given = value[name];
    const at = slot;
    slot += kind === 'union' ? 2 : 1;
    if (given === undefined) continue;
    const write = writeField(builder, kind, given, options);
    writes.push(() => write(at));
  }
  builder.startObject(slot);
  for (const write of writes) write();
  return builder.endObject();
}

/** Values that a field refers to come before the table, so this writes them and returns what writes the field itself. */
function writeField(builder: Builder, kind: string, given: FieldValue, options: Writing): Write {
  const refer = (offset: number): Write => {
    return (slot) => builder.addFieldOffset(slot, offset, 0);
  };
  switch (kind) {
    case 'bool':
    case 'i8':
      return (slot) => builder.addFieldInt8(slot, Number(given), 0);
    case 'i32':
    case 'u32':
      return (slot) => builder.addFieldInt32(slot, given as number, 0);
    case 'f32':
      return (slot) => builder.addFieldFloat32(slot, given as number, 0);
    case 'string':
      return refer(builder.createString(given as string));
    case 'data':
      return refer(options.raw.add(given as Lazy));
    case 'union': {
      const { table, value } = given as Member;
      const offset = writeTable(builder, table, value, options);
      return (slot) => {
        builder.addFieldInt8(slot, options.unionMembers[table] as number, 0);
        builder.addFieldOffset(slot + 1, offset, 0);
      };
    }
  }
  const element = /^\[(.*)\]$/.exec(kind)?.[1];
  if (element === undefined) return refer(writeTable(builder, kind, given as TableValue, options));
  return refer(writeVector(builder, element, given as readonly FieldValue[], options));
}

function writeVector(
  builder: Builder,
  element: string,
  values: readonly FieldValue[],
  options: Writing,
): number {
  const isNumber = element === 'i32' || element === 'f32';
  const items = isNumber
    ? (values as readonly number[])
    : values.map((value) => writeTable(builder, element, value as TableValue, options));
  builder.startVector(4, items.length, 4);
  for (const item of items.toReversed()) {
    if (!isNumber) builder.addOffset(item);
    else if (element === 'i32') builder.addInt32(item);
    else builder.addFloat32(item);
  }
  return builder.endVector();
}
