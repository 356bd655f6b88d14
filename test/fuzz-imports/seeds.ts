/** The files that are damaged, by format. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelType } from '../../main/exporting/onnx/schema';
import { encodeHeader } from '../../main/runs/safetensors/header';
import type { Random } from '../differential/random';
import {
  BESIDE,
  damagedArchive,
  damagedBytes,
  damagedContainer,
  damagedJson,
  damagedOnnx,
  damagedSafetensors,
} from './mutate';

export interface Seed {
  format: string;
  /** The name of the file that is imported. */
  name: string;
  bytes: Uint8Array;
  damage(bytes: Uint8Array, random: Random): Uint8Array;
  /** A file that this one names. */
  beside?: { name: string; bytes: Uint8Array };
  onto?: string;
}

type Damage = Seed['damage'];

/** Bytes half of the time, and what is inside the other half. */
const either =
  (inside: Damage): Damage =>
  (bytes, random) =>
    random.chance(0.5) ? damagedBytes(bytes, random) : inside(bytes, random);

const insideJson: Damage = (bytes, random) =>
  Buffer.from(damagedJson(Buffer.from(bytes).toString('utf8'), random));

export function seedsOf(root: string): readonly Seed[] {
  const file = (...path: readonly string[]) =>
    new Uint8Array(readFileSync(join(root, 'test', 'reference', 'fixtures', ...path)));
  const keras = file('import-seeds', 'tiny.keras');
  const onnx = (name: string): Seed => ({
    format: 'onnx',
    name: 'damaged.onnx',
    bytes: file('onnx', `${name}.onnx`),
    damage: either(damagedOnnx),
  });
  const safetensors = {
    format: 'safetensors',
    name: 'damaged.safetensors',
    bytes: weights(),
    damage: either(damagedSafetensors),
  };
  return [
    { format: 'keras', name: 'damaged.keras', bytes: keras, damage: either(damagedArchive) },
    { format: 'zip', name: 'damaged.keras', bytes: keras, damage: damagedContainer },
    { format: 'h5', name: 'damaged.h5', bytes: file('import-seeds', 'tiny.h5'), damage: damagedBytes },
    {
      format: 'json',
      name: 'damaged.json',
      bytes: file('import-seeds', 'tiny.json'),
      damage: either(insideJson),
    },
    tfjs(file('import-seeds', 'tiny-tfjs', 'model.json'), file('import-seeds', 'tiny-tfjs', 'weights.bin')),
    ...['resnet', 'mobile', 'pools-dynamo', 'norms', 'norms-dynamo'].map(onnx),
    withExternalData(onnx('resnet')),
    safetensors,
    { ...safetensors, onto: 'resnet18' },
  ];
}

const tfjs = (json: Uint8Array, bytes: Uint8Array): Seed => ({
  format: 'tfjs',
  name: 'damaged.json',
  bytes: json,
  damage: either(insideJson),
  beside: { name: BESIDE, bytes },
});

/** The same network with its weights in a file beside it. */
function withExternalData(seed: Seed): Seed {
  const model = modelType.toObject(modelType.decode(seed.bytes), { longs: Number });
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of model.graph.initializer) {
    const raw: Uint8Array | undefined = tensor.raw_data;
    if (!raw || raw.length === 0) continue;
    delete tensor.raw_data;
    tensor.data_location = 1;
    const place = { location: BESIDE, offset, length: raw.length };
    tensor.external_data = Object.entries(place).map(([key, value]) => ({ key, value: String(value) }));
    parts.push(raw);
    offset += raw.length;
  }
  return {
    ...seed,
    bytes: new Uint8Array(modelType.encode(modelType.fromObject(model)).finish()),
    beside: { name: BESIDE, bytes: new Uint8Array(Buffer.concat(parts)) },
  };
}

/** Weights that fit a ResNet-18 with one filter in its first stage, so that reading them is quick. */
function weights(): Uint8Array {
  const tensors = new Map<string, { shape: number[]; data: Float32Array }>();
  const add = (name: string, ...shape: number[]) =>
    tensors.set(name, {
      shape,
      data: new Float32Array(shape.reduce((all, side) => all * side, 1)).fill(0.1),
    });
  const norm = (name: string, channels: number) => {
    for (const part of ['weight', 'bias', 'running_mean', 'running_var']) add(`${name}.${part}`, channels);
  };
  add('conv1.weight', 1, 3, 7, 7);
  norm('bn1', 1);
  let inputs = 1;
  for (let stage = 1; stage <= 4; stage++) {
    const outputs = 2 ** (stage - 1);
    for (const block of [0, 1]) {
      const name = `layer${stage}.${block}`;
      add(`${name}.conv1.weight`, outputs, inputs, 3, 3);
      norm(`${name}.bn1`, outputs);
      add(`${name}.conv2.weight`, outputs, outputs, 3, 3);
      norm(`${name}.bn2`, outputs);
      if (inputs !== outputs) {
        add(`${name}.downsample.0.weight`, outputs, inputs, 1, 1);
        norm(`${name}.downsample.1`, outputs);
      }
      inputs = outputs;
    }
  }
  add('fc.weight', 5, 8);
  add('fc.bias', 5);
  const data = [...tensors.values()].map(({ data: values }) => new Uint8Array(values.buffer));
  return new Uint8Array(Buffer.concat([encodeHeader(tensors), ...data]));
}
