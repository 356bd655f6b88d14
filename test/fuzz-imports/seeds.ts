/** The files that are damaged, by format. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHeader } from '../../main/runs/safetensors';
import type { Random } from '../differential/random';
import { damagedArchive, damagedBytes, damagedJson, damagedOnnx, damagedSafetensors } from './mutate';

export interface Seed {
  format: string;
  ending: string;
  bytes: Uint8Array;
  damage(bytes: Uint8Array, random: Random): Uint8Array;
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
  const onnx = (name: string): Seed => ({
    format: 'onnx',
    ending: '.onnx',
    bytes: file('onnx', `${name}.onnx`),
    damage: either(damagedOnnx),
  });
  return [
    {
      format: 'keras',
      ending: '.keras',
      bytes: file('import-seeds', 'tiny.keras'),
      damage: either(damagedArchive),
    },
    { format: 'h5', ending: '.h5', bytes: file('import-seeds', 'tiny.h5'), damage: damagedBytes },
    { format: 'json', ending: '.json', bytes: file('import-seeds', 'tiny.json'), damage: either(insideJson) },
    ...['resnet', 'mobile', 'pools-dynamo', 'norms', 'norms-dynamo'].map(onnx),
    { format: 'safetensors', ending: '.safetensors', bytes: weights(), damage: either(damagedSafetensors) },
  ];
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
