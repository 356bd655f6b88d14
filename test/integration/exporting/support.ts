/** A run with weights, made without training: every weight is drawn from a seed, none is where it began. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { analyze } from '../../../core/analysis/analyze';
import { networkIdentity } from '../../../core/analysis/twins';
import type { GraphDocument } from '../../../core/graph/document';
import type { Normalization } from '../../../core/study/augmentation';
import type { Preprocessing } from '../../../core/study/data';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { statisticsOf } from '../../../main/compiler/passes/normalize';
import { writeCheckpoint } from '../../../main/runs/checkpoints';
import { describeEnvironment } from '../../../main/runs/environment';
import type { Tensor } from '../../../main/runs/safetensors';
import { RunStore } from '../../../main/runs/store';

/** Mulberry32, in [0, 1). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * All weights move, so that a mix-up shows.
 * @param biases whether those of convolutions move too; training leaves them at zero in front of a BatchNorm.
 */
export function drawWeights(
  document: GraphDocument,
  seed: number,
  { headScale = 0.05, biases = false } = {},
): Map<string, Tensor> {
  const analysis = analyze(document);
  const next = random(seed);
  const tensors = new Map<string, Tensor>();
  for (const id of analysis.order) {
    for (const { name, shape } of analysis.nodes[id]?.weights ?? []) {
      const size = shape.reduce((product, length) => product * length, 1);
      // He et al.'s scale, but small in the last layer: a saturated softmax would hide every difference.
      const damping = id === analysis.outputId ? headScale : 1;
      const scale = name.endsWith('kernel') ? damping * Math.sqrt(6 / (size / (shape.at(-1) ?? 1))) : 0.4;
      const center = name === 'gamma' || name === 'moving_variance' ? 1 : 0;
      const isZero = !biases && name === 'bias' && analysis.nodes[id]?.type === 'Conv2D';
      const data = new Float32Array(size);
      // A plain loop: Float32Array.from takes seconds for ten million weights.
      if (!isZero) for (let at = 0; at < size; at++) data[at] = center + scale * (2 * next() - 1);
      tensors.set(`${id}/${name}`, { shape, data });
    }
  }
  return tensors;
}

function trainableWeights(graph: GraphDocument) {
  const { order, nodes } = analyze(graph);
  return order.flatMap((id) =>
    (nodes[id]?.weights ?? []).flatMap((weight) => (weight.trainable ? [{ id, ...weight }] : [])),
  );
}

export interface MadeRun {
  store: RunStore;
  id: string;
  folder: string;
}

/** Settings of the training. */
export type Training = z.input<typeof trainingSettingsSchema>;

/** @param checkpoint false makes a run whose first epoch never ended. */
export async function makeRun(
  graph: GraphDocument,
  {
    seed = 1,
    checkpoint = true,
    headScale = 0.05,
    biases = false,
    normalization = 'none' as Normalization,
    preprocessing = {} as Partial<Preprocessing>,
    classes = undefined as readonly string[] | undefined,
    training = {} as Training,
    /** Kinds of the optimizer's state that every trainable weight has. */
    slots = [] as readonly string[],
  } = {},
): Promise<MadeRun> {
  const root = mkdtempSync(join(tmpdir(), 'skipwire-exporting-'));
  const store = new RunStore({ root });
  const settings = trainingSettingsSchema.parse({
    ...{ dataset: 'shapes', normalization, preprocessing },
    ...training,
  });
  const { id } = await store.create({
    studyId: 'study',
    studyName: 'exporting',
    arm: graph.name,
    settings,
    network: networkIdentity(graph, analyze(graph)),
    graph,
    summary: 'not needed here',
    ...(classes && {
      split: {
        trainCount: 1,
        valCount: 1,
        description: 'trained on nothing',
        classes: classes.map((name) => ({ name, of: [name] })),
      },
    }),
    environment: describeEnvironment({ version: '0.0.0' }, settings),
  });
  const { path, checkpoints } = store.folder(id);
  if (checkpoint) {
    const weights = drawWeights(graph, seed, { headScale, biases });
    const next = random(seed + 1);
    const imageShape = graph.nodes.find(({ type }) => type === 'Input')?.params.shape as number[];
    for (const { name, shape } of statisticsOf(normalization, imageShape)) {
      const size = shape.reduce((product, length) => product * length, 1);
      weights.set(name, { shape, data: Float32Array.from({ length: size }, () => 0.2 + 0.5 * next()) });
    }
    for (const { id, name, shape } of trainableWeights(graph)) {
      const size = shape.reduce((product, length) => product * length, 1);
      for (const slot of slots) {
        weights.set(`${id}/${name}/${slot}`, {
          shape,
          data: Float32Array.from({ length: size }, () => 0.01 * (0.1 + next())),
        });
      }
    }
    // A slot of the optimizer, which no other export carries.
    weights.set('head.dense/bias/momentum', { shape: [1], data: new Float32Array(1) });
    await writeCheckpoint(checkpoints, weights, { epoch: 1, step: 1 });
  }
  await store.update(id, { state: 'finished', checkpointEpoch: checkpoint ? 1 : 0 });
  return { store, id, folder: path };
}
