/** Contestant: Skipwire, as it trains: compiled graph, with the input pipeline and clipping in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../core/presets';
import { compile } from '../../main/compiler';
import { findEngine } from '../../main/engine';
import { openSession } from '../../main/engine/session';
import { SessionError } from '../../main/engine/types';
import { float32, int32 } from '../../main/engine/values';
import { type Assignment, serve } from './protocol';

const learningRate = float32(0.01);
const seed = int32(1);

async function main({ arm, batch, imagesFile, labelsFile, count }: Assignment): Promise<void> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const times: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string) => {
    times[name] = performance.now() - last;
    last = performance.now();
  };

  const graph = buildPreset(arm, { style: 'study', inputShape: [32, 32, 3], classes: 10 });
  lap('build graph');
  const split = { imagesFile, labelsFile, count };
  const model = compile(graph, {
    optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0, clipnorm: 1 },
    batchSize: batch,
    imageShape: [32, 32, 3],
    dataset: { train: split, validation: split },
  });
  lap('compile');
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  writeFileSync(join(folder, 'saved_model.pb'), model.savedModel);
  const session = await openSession(engine, folder, model.tags);
  rmSync(folder, { recursive: true, force: true });
  lap('load');
  await session.run('init', { seed });
  lap('initial values');
  await session.run('load_data');
  lap('images');
  await session.run('begin_epoch', { seed, epoch: int32(1), first_batch: int32(0) });
  lap('begin epoch');

  let epoch = 1;
  let step = 0;
  const train = async (): Promise<number> => {
    const inputs = { learning_rate: learningRate, seed, step: int32(step) };
    const { loss } = await session.run('train_step', inputs);
    step++;
    return Number(loss?.data[0]);
  };
  const trainOn = async (): Promise<number> => {
    try {
      return await train();
    } catch (error) {
      if (!(error instanceof SessionError && error.endOfSequence)) throw error;
      await session.run('begin_epoch', { seed, epoch: int32(++epoch), first_batch: int32(0) });
      return train();
    }
  };

  await trainOn();
  lap('first step');
  const sizes = model.variables.filter(({ role }) => role === 'weight').map(({ shape }) => shape);
  await serve(
    {
      type: 'ready',
      versions: `TensorFlow ${engine.version} (${engine.device}), Node ${process.versions.node}`,
      times,
      parameters: sizes.reduce((sum, shape) => sum + shape.reduce((size, side) => size * side, 1), 0),
    },
    async (steps) => {
      const ms: number[] = [];
      let loss = Number.NaN;
      for (let each = 0; each < steps; each++) {
        const began = performance.now();
        loss = await trainOn();
        ms.push(performance.now() - began);
      }
      return { type: 'steps', ms, loss };
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as Assignment);
