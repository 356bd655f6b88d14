/** Bare training steps on one batch that is there already, with block diagnostics (`observed`) and without (`plain`). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TF from '@tensorflow/tfjs';
import { buildPreset } from '../../../core/presets';
import { compile } from '../../../main/compiler';
import { findEngine } from '../../../main/engine';
import { loadTensorFlow } from '../../../main/engine/load';
import { openSession } from '../../../main/engine/session';
import { int32 } from '../../../main/engine/values';
import type { Network } from '../inputs';
import { serve } from '../protocol';

async function main({ arm, side, batch }: Network): Promise<void> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const imageShape = [side, side, 3];
  const graph = buildPreset(arm, { style: 'study', inputShape: imageShape, classes: 10 });
  const model = compile(graph, {
    optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0, clipnorm: 1 },
    device: engine.device,
    batchSize: batch,
    imageShape,
    diagnostics: true,
  });
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  writeFileSync(join(folder, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, folder, model.tags);
  const tf = loadTensorFlow(engine) as unknown as typeof TF & ReturnType<typeof loadTensorFlow>;
  const plain = await tf.node.loadSavedModel(folder, [...model.tags], 'train_on_batch');
  const observed = await tf.node.loadSavedModel(folder, [...model.tags], 'train_on_batch_observed');
  rmSync(folder, { recursive: true, force: true });
  await session.run('init', { seed: int32(1) });

  const scalar = (value: number, dtype: string) => tf.tensor([value] as never, [] as never, dtype as never);
  const fed = {
    learning_rate: scalar(0.01, 'float32'),
    seed: scalar(1, 'int32'),
    step: scalar(0, 'int32'),
    x: tf.randomUniform([batch, side, side, 3]),
    y: tf.zeros([batch], 'int32'),
  };
  await serve(
    { type: 'ready', versions: `TensorFlow ${engine.version}`, times: {}, parameters: 0 },
    {
      steps: async ({ count, what }) => {
        const signature = what === 'observed' ? observed : plain;
        const ms: number[] = [];
        let loss = Number.NaN;
        for (let each = 0; each < count; each++) {
          const start = performance.now();
          const results = signature.predict(fed as never);
          loss = Number(results.loss?.dataSync()[0]);
          ms.push(performance.now() - start);
          for (const tensor of Object.values(results)) tensor.dispose();
        }
        return { type: 'steps', ms, loss };
      },
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as Network);
