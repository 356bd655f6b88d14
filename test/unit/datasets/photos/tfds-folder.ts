/** Writes a small folder as TensorFlow Datasets would: shards, `features.json`, `dataset_info.json`, class names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writer } from 'protobufjs/minimal';
import { maskedCrc32c } from '../../../../main/basics/crc32';

export interface TinyExample {
  image?: Uint8Array;
  label?: number;
  name?: string;
}

const MESSAGE = 2;
const field = (number: number) => (number << 3) | MESSAGE;

function feature(kind: 1 | 3, write: (list: Writer) => void): Uint8Array {
  const list = Writer.create();
  write(list);
  return Writer.create().uint32(field(kind)).bytes(list.finish()).finish();
}
const bytesFeature = (value: Uint8Array) => feature(1, (list) => list.uint32(field(1)).bytes(value));
/** Packed, as proto3 writes repeated numbers. */
const integerFeature = (value: number) =>
  feature(3, (list) => list.uint32(field(1)).fork().int64(value).ldelim());

export function exampleBytes({ image, label, name }: TinyExample): Buffer {
  const entries: [string, Uint8Array][] = [];
  if (image) entries.push(['image', bytesFeature(image)]);
  if (label !== undefined) entries.push(['label', integerFeature(label)]);
  if (name !== undefined) entries.push(['image/filename', bytesFeature(Buffer.from(name))]);
  const features = Writer.create();
  for (const [key, value] of entries) {
    features.uint32(field(1)).fork().uint32(field(1)).string(key).uint32(field(2)).bytes(value).ldelim();
  }
  return Buffer.from(Writer.create().uint32(field(1)).bytes(features.finish()).finish());
}

export function recordBytes(data: Buffer): Buffer {
  const record = Buffer.alloc(12 + data.length + 4);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  data.copy(record, 12);
  record.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return record;
}

/** The examples of each split, shard by shard. */
export type TinySplits = Record<string, readonly (readonly TinyExample[])[]>;

export function writeTfds(
  folder: string,
  splits: TinySplits,
  change: { info?: object; features?: object; labels?: string } = {},
): string {
  mkdirSync(folder, { recursive: true });
  for (const [split, shards] of Object.entries(splits)) {
    shards.forEach((examples, n) => {
      const of = `${String(n).padStart(5, '0')}-of-${String(shards.length).padStart(5, '0')}`;
      const records = examples.map((example) => recordBytes(exampleBytes(example)));
      writeFileSync(join(folder, `tiny-${split}.tfrecord-${of}`), Buffer.concat(records));
    });
  }
  const info = {
    name: 'tiny',
    version: '1.0.0',
    fileFormat: 'tfrecord',
    splits: Object.entries(splits).map(([name, shards]) => ({
      name,
      shardLengths: shards.map((examples) => String(examples.length)),
      numBytes: '1',
    })),
    supervisedKeys: { tuple: { items: [{ featureKey: 'image' }, { featureKey: 'label' }] } },
    ...change.info,
  };
  const features = change.features ?? {
    pythonClassName: 'tensorflow_datasets.core.features.features_dict.FeaturesDict',
    featuresDict: {
      features: {
        image: {
          image: { shape: { dimensions: ['-1', '-1', '3'] }, dtype: 'uint8', encodingFormat: 'jpeg' },
        },
        'image/filename': { text: {} },
        label: { classLabel: { numClasses: '2' } },
      },
    },
  };
  writeFileSync(join(folder, 'dataset_info.json'), JSON.stringify(info));
  writeFileSync(join(folder, 'features.json'), JSON.stringify(features));
  writeFileSync(join(folder, 'label.labels.txt'), change.labels ?? 'zebra\nant');
  return folder;
}
