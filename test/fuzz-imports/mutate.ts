/** Damages files in the ways that matter to their readers: bytes, sizes, lengths, and the structure inside. */
import { unzipSync, zipSync } from 'fflate';
import { modelType } from '../../main/exporting/onnx/schema';
import type { Random } from '../differential/random';

/** Numbers at which readers go wrong. */
const EXTREMES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const JUNK: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1,
  1.5,
  1e308,
  2 ** 53,
  '',
  '../x',
  '/etc/passwd',
  '__proto__',
  [],
  {},
  [[]],
];

/** The file that seeds with weights in another file name, and what damaged ones name instead. */
export const BESIDE = 'weights.bin';
const OUTSIDE = ['../x', `${BESIDE}/../../x`, './../files/../x', '/etc/hostname', '..\\x', '..', '', 'nul\0'];

export function damagedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let result = new Uint8Array(bytes);
  for (let times = random.integer(1, 4); times > 0; times--)
    result = new Uint8Array(damagedOnce(result, random));
  return result;
}

function damagedOnce(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(random.integer(0, 255));
  // Heads hold sizes and names, so half of all damage is there.
  const at = random.chance(0.5)
    ? random.integer(0, Math.min(512, bytes.length) - 1)
    : random.integer(0, bytes.length - 1);
  const length = random.integer(1, 64);
  const { buffer, byteOffset } = bytes;
  switch (random.integer(0, 6)) {
    case 0:
      bytes[at] = random.integer(0, 255);
      return bytes;
    case 1:
      bytes[at] = (bytes[at] as number) ^ (1 << random.integer(0, 7));
      return bytes;
    case 2:
      if (at + 4 <= bytes.length) new DataView(buffer, byteOffset).setUint32(at, random.pick(EXTREMES), true);
      return bytes;
    case 3:
      return bytes.subarray(0, at);
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + length)));
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
    default:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length }, () => random.integer(0, 255)),
        bytes.subarray(at),
      );
  }
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** One value somewhere inside becomes junk, another value, or is gone. */
export function damagedJson(text: string, random: Random): string {
  const named = random.chance(0.2)
    ? text.replaceAll(JSON.stringify(BESIDE), JSON.stringify(random.pick(OUTSIDE)))
    : text;
  const json: unknown = JSON.parse(named);
  for (let times = random.integer(1, 3); times > 0; times--) {
    const places = placesOf(json);
    if (places.length === 0) break;
    const { holder, key } = random.pick(places);
    if (random.chance(0.2)) delete holder[key];
    else if (random.chance(0.3)) {
      const other = random.pick(places);
      holder[key] = structuredClone(other.holder[other.key]);
    } else holder[key] = structuredClone(random.pick(JUNK));
  }
  return JSON.stringify(json);
}

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function placesOf(json: unknown): Place[] {
  if (typeof json !== 'object' || json === null) return [];
  const holder = json as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

const isJson = (name: string): boolean => name.endsWith('.json');

/** A member of an archive is damaged, and the archive is whole. */
export function damagedArchive(bytes: Uint8Array, random: Random): Uint8Array {
  const members = unzipSync(bytes);
  const name = random.pick(Object.keys(members));
  const content = members[name] as Uint8Array;
  members[name] = isJson(name)
    ? new TextEncoder().encode(damagedJson(Buffer.from(content).toString('utf8'), random))
    : new Uint8Array(damagedBytes(content, random));
  return zipSync(members, { level: 0 });
}

/** The header is damaged, and its length fits. */
export function damagedSafetensors(bytes: Uint8Array, random: Random): Uint8Array {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = Buffer.from(
    damagedJson(Buffer.from(bytes.subarray(8, 8 + length)).toString('utf8'), random),
  );
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return joined(size, header, bytes.subarray(8 + length));
}

/** A field somewhere in the model is damaged, and the message is whole. */
export function damagedOnnx(bytes: Uint8Array, random: Random): Uint8Array {
  const model = modelType.toObject(modelType.decode(bytes), { longs: Number, bytes: String });
  try {
    const damaged = modelType.fromObject(JSON.parse(damagedJson(JSON.stringify(model), random)));
    return new Uint8Array(modelType.encode(damaged).finish());
  } catch {
    // Junk that no field of that type can hold.
    return damagedBytes(bytes, random);
  }
}

/** A number in the headers or the directory of an archive is damaged. */
export function damagedContainer(bytes: Uint8Array, random: Random): Uint8Array {
  const buffer = Buffer.from(bytes);
  const headers = SIGNATURES.flatMap(({ begin, length }) => {
    const places: { at: number; length: number }[] = [];
    for (let at = buffer.indexOf(begin); at >= 0; at = buffer.indexOf(begin, at + 1)) {
      places.push({ at, length });
    }
    return places;
  });
  for (let times = random.integer(1, 3); times > 0; times--) {
    const { at, length } = random.pick(headers);
    // Most fields have two bytes, sizes and places have four.
    const field = at + 4 + 2 * random.integer(0, (length - 8) / 2);
    if (random.chance(0.5)) buffer.writeUInt16LE(random.pick(EXTREMES) & 0xffff, field);
    else buffer.writeUInt32LE(random.pick(EXTREMES), field);
  }
  return new Uint8Array(buffer);
}

/** The header of a member, its entry in the directory, and the end of the directory, with their lengths before names. */
const SIGNATURES = [
  { begin: 'PK\x03\x04', length: 30 },
  { begin: 'PK\x01\x02', length: 46 },
  { begin: 'PK\x05\x06', length: 22 },
];
