/** Trials as Keras computes them from our exported files, many in one Python process. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportRun } from '../../main/exporting';
import { RunStore } from '../../main/runs/store';
import type { Expected } from './compare';
import { runScript } from './run-python';
import { LEARNING_RATE, type Trial } from './trial';
import { makeTrialRun } from './trial-run';

export interface KerasOutcome extends Expected {
  /** Runs our SavedModel in TensorFlow in Python. */
  saved: Float32Array;
  /** What `predict` gives; only where it was asked for. */
  kerasPredict?: Float32Array;
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
    await runScript(python, 'keras_eager.py', [join(root, 'trials'), ...(predict ? ['--predict'] : [])]);
    return folders.map(read);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function exportTrial(store: RunStore, trial: Trial, folder: string): Promise<void> {
  const { bytes, labels } = trial;
  const id = await makeTrialRun(store, trial);
  await exportRun(store, id, 'keras', join(folder, 'model.keras'));
  await exportRun(store, id, 'savedmodel', join(folder, 'saved'));
  writeFileSync(join(folder, 'images.u8'), bytes);
  writeFileSync(join(folder, 'trial.json'), JSON.stringify({ labels, rate: LEARNING_RATE }));
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
