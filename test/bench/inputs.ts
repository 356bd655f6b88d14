/** What all contestants of a scenario share: images, labels and initial weights, in files. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../core/analysis/analyze';
import { buildPreset } from '../../core/presets';
import { fans } from '../../main/compiler/fans';
import { type Tensor, writeSafetensors } from '../../main/runs/safetensors';
import type { StepAssignment } from './protocol';

/** Batches in the data; each contestant cycles through them. */
const BATCHES = 4;
const CLASSES = 10;

export interface Network {
  arm: string;
  side: number;
  batch: number;
}

export const networkOf = (arm: string, side: number) =>
  buildPreset(arm, { style: 'study', inputShape: [side, side, 3], classes: CLASSES });

/** Numbers in [0, 1) that are the same in every run (mulberry32, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The files of a scenario, in `folder`. Images are noise: the arithmetic of a step does not depend on them. */
export async function writeInputs(folder: string, network: Network): Promise<StepAssignment> {
  const { side, batch } = network;
  const count = batch * BATCHES;
  const random = randomNumbers(1);
  const imagesFile = join(folder, 'images.bin');
  const labelsFile = join(folder, 'labels.bin');
  const weightsFile = join(folder, 'weights.safetensors');
  writeFileSync(
    imagesFile,
    Uint8Array.from({ length: count * side * side * 3 }, () => 256 * random()),
  );
  writeFileSync(
    labelsFile,
    new Uint8Array(Int32Array.from({ length: count }, () => CLASSES * random()).buffer),
  );
  await writeSafetensors(weightsFile, initialWeights(network, random));
  return {
    ...network,
    classes: CLASSES,
    learningRate: 0.01,
    clipnorm: 1,
    precision: 'float32',
    imagesFile,
    labelsFile,
    count,
    weightsFile,
  };
}

/** Glorot-uniform kernels, and everything else as Keras begins it. */
function initialWeights({ arm, side }: Network, random: () => number): Map<string, Tensor> {
  const { order, nodes } = analyze(networkOf(arm, side));
  const weights = order.flatMap((id) =>
    (nodes[id]?.weights ?? []).map(({ name, shape }): [string, Tensor] => {
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
      if (name === 'kernel') {
        const { fanIn, fanOut } = fans(shape);
        const limit = Math.sqrt(6 / (fanIn + fanOut));
        data.forEach((_, index) => {
          data[index] = limit * (2 * random() - 1);
        });
      } else if (name === 'gamma' || name === 'moving_variance') data.fill(1);
      return [`${id}/${name}`, { shape, data }];
    }),
  );
  return new Map(weights);
}
