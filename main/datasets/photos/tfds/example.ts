/**
 * tf.train.Example (tensorflow/core/example/example.proto, feature.proto):
 *
 *   Example   { Features features = 1 }
 *   Features  { map<string, Feature> feature = 1 }
 *   Feature   { oneof { BytesList bytes_list = 1, FloatList float_list = 2, Int64List int64_list = 3 } }
 */
import { Reader } from 'protobufjs/minimal';

export interface Feature {
  bytes: Uint8Array[];
  integers: number[];
}

/** Features by name; floats are skipped. @throws if the bytes are not an Example. */
export function parseExample(data: Uint8Array): Map<string, Feature> {
  const features = new Map<string, Feature>();
  eachField(Reader.create(data), (field, example) => {
    if (field !== 1) return false;
    eachField(within(example), (inner, map) => {
      if (inner !== 1) return false;
      let key = '';
      let feature: Feature = { bytes: [], integers: [] };
      eachField(within(map), (part, entry) => {
        if (part === 1) key = entry.string();
        else if (part === 2) feature = parseFeature(within(entry));
        else return false;
        return true;
      });
      features.set(key, feature);
      return true;
    });
    return true;
  });
  return features;
}

function parseFeature(reader: Reader): Feature {
  const feature: Feature = { bytes: [], integers: [] };
  eachField(reader, (kind, list) => {
    if (kind !== 1 && kind !== 3) return false;
    eachField(within(list), (field, value, wire) => {
      if (field !== 1) return false;
      if (kind === 1) feature.bytes.push(value.bytes());
      else if (wire === 2) {
        const packed = within(value);
        while (packed.pos < packed.len) feature.integers.push(integer(packed));
      } else feature.integers.push(integer(value));
      return true;
    });
    return true;
  });
  return feature;
}

const integer = (reader: Reader): number => Number(reader.int64());

const within = (reader: Reader): Reader => Reader.create(reader.bytes());

/** @param take reads the value; returns false for fields to skip */
function eachField(reader: Reader, take: (field: number, reader: Reader, wire: number) => boolean): void {
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (!take(tag >>> 3, reader, tag & 7)) reader.skipType(tag & 7);
  }
}
