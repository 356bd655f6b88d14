/** Trials as Keras computes them from our exported files, many in one Python process. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../core/analysis/analyze';
import { networkIdentity } from '../../core/analysis/twins';
import { trainingSettingsSchema } from '../../core/study/settings';
import { exportRun } from '../../main/exporting';
import { writeCheckpoint } from '../../main/runs/checkpoints';
import { describeEnvironment } from '../../main/runs/environment';
import { RunStore } from '../../main/runs/store';
import type { Expected } from './compare';
import { LEARNING_RATE, type Trial } from './trial';

export interface KerasOutcome extends Expected {
  /** What TensorFlow in Python makes of our SavedModel. */
  saved: Float32Array;
  /** What `predict` gives; only where it was asked for. */
  kerasPredict?: Float32Array;
}

/** The Python that the environment names, if it is there. */
export function pythonAtHand(): string | undefined {
  const python = process.env.SKIPWIRE_PYTHON;
  return python && existsSync(python) ? python : undefined;
}

/** @returns by the trials' order what Keras computed, or why it could not. */
export async function computeKeras(
  python: string,
  trials: readonly Trial[],
  { predict = false } = {},
): Promise<(KerasOutcome | Error)[]> {
  const root = mkdtempSync(join(tmpdir(), 'skipwire-differential-keras-'));
  try {
    const store = new RunStore({ root: join(root, 'runs') });
    const folders: string[] = [];
    for (const [index, trial] of trials.entries()) {
      const folder = join(root, 'trials', String(index).padStart(4, '0'));
      mkdirSync(folder, { recursive: true });
      await exportTrial(store, trial, folder);
      folders.push(folder);
    }
    await run(python, [
      join(scripts(), 'keras_eager.py'),
      join(root, 'trials'),
      ...(predict ? ['--predict'] : []),
    ]);
    return folders.map(read);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Bundled by `npm run differential`, which runs in the checkout; `__dirname` is this folder otherwise. */
const scripts = (): string =>
  [__dirname, join(process.cwd(), 'test', 'differential')].find((folder) =>
    existsSync(join(folder, 'keras_eager.py')),
  ) ?? __dirname;

async function exportTrial(store: RunStore, trial: Trial, folder: string): Promise<void> {
  const { document: graph, weights, bytes, labels } = trial;
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes' });
  const analysis = analyze(graph);
  const { id } = await store.create({
    studyId: 'differential',
    studyName: 'differential',
    arm: graph.name,
    settings,
    network: networkIdentity(graph, analysis),
    graph,
    summary: 'not needed here',
    environment: describeEnvironment({ version: '0.0.0' }, settings),
  });
  const shapes = analysis.order.flatMap((node) =>
    (analysis.nodes[node]?.weights ?? []).map(({ name, shape }) => [`${node}/${name}`, shape] as const),
  );
  const tensors = new Map(
    shapes.map(([name, shape]) => [name, { shape, data: weights.get(name) as Float32Array }]),
  );
  await writeCheckpoint(store.folder(id).checkpoints, tensors, { epoch: 1, step: 1 });
  await store.update(id, { state: 'finished', checkpointEpoch: 1 });
  await exportRun(store, id, 'keras', join(folder, 'model.keras'));
  await exportRun(store, id, 'savedmodel', join(folder, 'saved'));
  writeFileSync(join(folder, 'images.u8'), bytes);
  writeFileSync(join(folder, 'trial.json'), JSON.stringify({ labels, rate: LEARNING_RATE }));
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${errors}`)),
    );
  });
}

function read(folder: string): KerasOutcome | Error {
  const { error, numbers, sizes } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as {
    error?: string;
    numbers: Record<string, number>;
    sizes: Record<string, number>;
  };
  if (error !== undefined) return new Error(error);
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, 'results.f32'));
  const all = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const arrays = new Map<string, Float32Array>();
  let offset = 0;
  for (const [name, size] of Object.entries(sizes)) {
    arrays.set(name, all.subarray(offset, offset + size));
    offset += size;
  }
  const value = (name: string) => arrays.get(name) as Float32Array;
  const trained = [...arrays.keys()].filter((name) => name.startsWith('trained/'));
  return {
    predictions: { right: value('predictions'), nudged: value('predictions.nudged') },
    evaluation: { right: [numbers.evaluation as number] },
    loss: { right: [numbers.loss as number], nudged: [numbers['loss.nudged'] as number] },
    trained: new Map(
      trained.map((name) => {
        const variable = name.slice('trained/'.length);
        return [variable, { right: value(name), nudged: value(`trained.nudged/${variable}`) }];
      }),
    ),
    saved: value('saved'),
    ...(arrays.has('keras_predict') ? { kerasPredict: value('keras_predict') } : {}),
  };
}
