/** Contestant: Skipwire, as it trains: compiled graph, with the input pipeline and clipping in it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { compile } from '../../../main/compiler';
import type { CompiledModel } from '../../../main/compiler/types';
import { findEngine } from '../../../main/engine';
import { loadTensorFlow } from '../../../main/engine/load';
import { openSession } from '../../../main/engine/session';
import { type Session, SessionError, type TensorValue } from '../../../main/engine/types';
import { float32, int32 } from '../../../main/engine/values';
import { readSafetensors } from '../../../main/runs/safetensors';
import { type StepAssignment, serve } from '../protocol';

const seed = int32(1);
const first_batch = int32(0);

async function main(job: StepAssignment): Promise<void> {
  const { arm, batch, side, classes, count } = job;
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const times: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string) => {
    times[name] = performance.now() - last;
    last = performance.now();
  };

  loadTensorFlow(engine);
  lap('import TensorFlow');
  const imageShape = [side, side, 3];
  const graph = buildPreset(arm, { style: 'study', inputShape: imageShape, classes });
  lap('build graph');
  const split = { imagesFile: job.imagesFile, labelsFile: job.labelsFile, count };
  const model = compile(graph, {
    optimizer: { type: 'sgd', learningRate: job.learningRate, momentum: 0, clipnorm: job.clipnorm },
    device: engine.device,
    precision: job.precision,
    batchSize: batch,
    imageShape,
    dataset: { train: split, validation: split },
  });
  lap('compile');
  const session = await open(model);
  lap('load');
  await session.run('init', { seed });
  lap('initial values');
  await session.run('load_data');
  lap('images');
  await session.run('begin_epoch', { seed, epoch: int32(1), first_batch });
  lap('begin epoch');

  let epoch = 1;
  let step = 0;
  const inputs = () => ({ learning_rate: float32(job.learningRate), seed, step: int32(step++) });
  const lossOf = ({ loss }: Record<string, TensorValue>) => Number(loss?.data[0]);
  const train = async (): Promise<number> => {
    try {
      return lossOf(await session.run('train_step', inputs()));
    } catch (error) {
      if (!(error instanceof SessionError && error.endOfSequence)) throw error;
      await session.run('begin_epoch', { seed, epoch: int32(++epoch), first_batch });
      return lossOf(await session.run('train_step', inputs()));
    }
  };
  await train();
  lap('first step');

  const sizes = model.variables.filter(({ role }) => role === 'weight').map(({ shape }) => elements(shape));
  await serve(
    {
      type: 'ready',
      versions: `TensorFlow ${engine.version} (${engine.device}), Node ${process.versions.node}`,
      times,
      parameters: sizes.reduce((sum, size) => sum + size, 0),
    },
    {
      losses: async (question) => {
        await writeInitialWeights(session, model, job.weightsFile);
        const losses: number[] = [];
        for (let index = 0; index < question.count; index++) {
          losses.push(lossOf(await session.run('train_on_batch', { ...inputs(), ...batchOf(job, index) })));
        }
        return { type: 'losses', losses };
      },
      steps: async (question) => {
        const ms: number[] = [];
        let loss = Number.NaN;
        for (let each = 0; each < question.count; each++) {
          const began = performance.now();
          loss = await train();
          ms.push(performance.now() - began);
        }
        return { type: 'steps', ms, loss };
      },
    },
  );
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

async function open(model: CompiledModel): Promise<Session> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), model.savedModel);
    return await openSession(engine, folder, model.tags);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeInitialWeights(
  session: Session,
  model: CompiledModel,
  file: string | undefined,
): Promise<void> {
  if (file === undefined) throw new Error('Losses are compared from given weights. Received: no file.');
  const { tensors } = await readSafetensors(file);
  const values = model.variables.map(({ name, shape, role }, index): [string, TensorValue] => {
    const data = role === 'weight' ? tensors.get(name)?.data : new Float32Array(elements(shape));
    if (!data) throw new Error(`The initial weights lack "${name}".`);
    return [`v${index}`, { dtype: 'float32', shape, data }];
  });
  await session.run('write_weights', Object.fromEntries(values));
}

/** Batch `index` of the files, as `train_on_batch` takes it. */
function batchOf(
  { imagesFile, labelsFile, batch, side }: StepAssignment,
  index: number,
): { x: TensorValue; y: TensorValue } {
  const size = batch * side * side * 3;
  const pixels = readFileSync(imagesFile).subarray(index * size, (index + 1) * size);
  const classes = readFileSync(labelsFile).subarray(index * batch * 4, (index + 1) * batch * 4);
  return {
    x: {
      dtype: 'float32',
      shape: [batch, side, side, 3],
      data: Float32Array.from(pixels, (value) => value / 255),
    },
    y: {
      dtype: 'int32',
      shape: [batch],
      data: Int32Array.from({ length: batch }, (_, each) => classes.readInt32LE(4 * each)),
    },
  };
}

void main(JSON.parse(process.argv[2] ?? '') as StepAssignment);
