/** Trains a tiny network step after step, with short epochs, and says how much memory the process has. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { compile } from '../../../main/compiler';
import { findEngine } from '../../../main/engine';
import { loadTensorFlow } from '../../../main/engine/load';
import { openSession } from '../../../main/engine/session';
import { float32, int32 } from '../../../main/engine/values';
import { residentMebibytes } from '../process-figures';
import { type StepAssignment, serve } from '../protocol';

const seed = int32(1);

async function main(job: StepAssignment): Promise<void> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const imageShape = [job.side, job.side, 3];
  const graph = buildPreset(job.arm, { inputShape: imageShape, classes: job.classes, width: 1 / 8 });
  const split = { imagesFile: job.imagesFile, labelsFile: job.labelsFile, count: job.count };
  const model = compile(graph, {
    optimizer: { type: 'sgd', learningRate: job.learningRate, momentum: 0.9, clipnorm: job.clipnorm },
    device: engine.device,
    batchSize: job.batch,
    imageShape,
    dataset: { train: split, validation: split },
  });
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  writeFileSync(join(folder, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, folder, model.tags);
  rmSync(folder, { recursive: true, force: true });
  await session.run('init', { seed });
  await session.run('load_data');

  const stepsPerEpoch = model.stepsPerEpoch ?? 1;
  let step = 0;
  let epoch = 0;
  const train = () =>
    session.run('train_step', { learning_rate: float32(job.learningRate), seed, step: int32(step) });
  const begin = () => session.run('begin_epoch', { seed, epoch: int32(++epoch), first_batch: int32(0) });
  await serve(
    { type: 'ready', versions: `TensorFlow ${engine.version}`, times: {}, parameters: 0 },
    {
      figures: async ({ count }) => {
        for (const last = step + count; step < last; step++) {
          // As the trainer does: an epoch is counted out, not run into its end.
          if (step % stepsPerEpoch === 0) await begin();
          await train();
        }
        const tensors = loadTensorFlow(engine).memory().numTensors;
        return {
          type: 'figures',
          figures: { resident: residentMebibytes(process.pid) ?? Number.NaN, tensors },
        };
      },
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as StepAssignment);
