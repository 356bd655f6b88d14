/**
 * Whole epochs through the input pipeline, and bare steps of the same session on one batch that is there already.
 * Asked for `steps` it makes bare steps; asked for the figures `epoch` it trains one epoch.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TF from '@tensorflow/tfjs';
import { buildPreset } from '../../../core/presets';
import { augmentationSchema } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { SplitSource } from '../../../main/compiler/types';
import { findEngine } from '../../../main/engine';
import { loadTensorFlow } from '../../../main/engine/load';
import { openSession } from '../../../main/engine/session';
import { SessionError } from '../../../main/engine/types';
import { float32, int32 } from '../../../main/engine/values';
import { serve } from '../protocol';

export interface EpochAssignment {
  arm: string;
  side: number;
  batch: number;
  split: SplitSource;
}

const LEARNING_RATE = 0.01;
const seed = int32(1);

async function main({ arm, side, batch, split }: EpochAssignment): Promise<void> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const imageShape = [side, side, 3];
  const graph = buildPreset(arm, { style: 'study', inputShape: imageShape, classes: 10 });
  const model = compile(graph, {
    optimizer: { type: 'sgd', learningRate: LEARNING_RATE, momentum: 0, clipnorm: 1 },
    device: engine.device,
    batchSize: batch,
    imageShape,
    dataset: { train: split, validation: { ...split, count: 1 } },
    augmentation: augmentationSchema.parse({ flip: true, padAndCrop: side / 8 }),
    // Files are decoded in every epoch, as for a data set larger than memory.
  });
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  writeFileSync(join(folder, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, folder, model.tags);
  // The same session with another signature: the tensors stay, so a bare step is not fed again.
  const tf = loadTensorFlow(engine) as unknown as typeof TF & ReturnType<typeof loadTensorFlow>;
  const bare = await tf.node.loadSavedModel(folder, [...model.tags], 'train_on_batch');
  rmSync(folder, { recursive: true, force: true });
  await session.run('init', { seed });
  await session.run('load_data');

  const scalar = (value: number, dtype: string) => tf.tensor([value] as never, [] as never, dtype as never);
  const fed = {
    learning_rate: scalar(LEARNING_RATE, 'float32'),
    seed: scalar(1, 'int32'),
    step: scalar(0, 'int32'),
    x: tf.randomUniform([batch, side, side, 3]),
    y: tf.zeros([batch], 'int32'),
  };
  const bareStep = (): number => {
    const results = bare.predict(fed as never);
    const loss = Number(results.loss?.dataSync()[0]);
    for (const tensor of Object.values(results)) tensor.dispose();
    return loss;
  };

  let epoch = 0;
  const wholeEpoch = async (): Promise<Record<string, number>> => {
    const began = performance.now();
    await session.run('begin_epoch', { seed, epoch: int32(++epoch), first_batch: int32(0) });
    let steps = 0;
    let images = 0;
    for (;;) {
      try {
        const inputs = { learning_rate: float32(LEARNING_RATE), seed, step: int32(steps) };
        const { count } = await session.run('train_step', inputs);
        images += Number(count?.data[0]);
        steps++;
      } catch (error) {
        if (!(error instanceof SessionError && error.endOfSequence)) throw error;
        return { ms: performance.now() - began, steps, images };
      }
    }
  };

  bareStep();
  await serve(
    { type: 'ready', versions: `TensorFlow ${engine.version}`, times: {}, parameters: 0 },
    {
      steps: async ({ count }) => {
        const ms: number[] = [];
        let loss = Number.NaN;
        for (let each = 0; each < count; each++) {
          const start = performance.now();
          loss = bareStep();
          ms.push(performance.now() - start);
        }
        return { type: 'steps', ms, loss };
      },
      figures: async () => ({ type: 'figures', figures: await wholeEpoch() }),
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as EpochAssignment);
