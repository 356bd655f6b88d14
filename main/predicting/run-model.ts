/** Runs a saved model on many images, in a separate worker process. */
import { join } from 'node:path';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { readFloats } from '../basics/stored-numbers';
import type { Engine } from '../engine/types';
import { superviseWorker } from '../training/host/supervise';
import type { LaunchWorker, PredictJob } from '../training/protocol/messages';

export interface ModelRunner {
  /** An installed TensorFlow; predictions do not download it. */
  findEngine(): Promise<Engine | undefined>;
  launch: LaunchWorker;
  /** The bundled worker. */
  entry: string;
}

export interface ModelRun extends Omit<PredictJob['predict'], 'into'> {
  /** The caller's folder for the worker's output. */
  folder: string;
  signal?: AbortSignal | undefined;
  /** Images done so far. */
  progress?(count: number): void;
}

/**
 * @returns the values of each output, all images in a row.
 * @throws Refusal where there is no TensorFlow, or the worker fails.
 */
export async function runModel(
  { findEngine, launch, entry }: ModelRunner,
  { folder, signal = new AbortController().signal, progress, ...predict }: ModelRun,
): Promise<Record<string, Float32Array>> {
  const engine = await findEngine();
  if (!engine) refuse('predict.noTensorFlow');
  const outcome = await superviseWorker({
    launch,
    entry,
    // Predictions must not take GPU memory from a training.
    env: { ...engine.env, CUDA_VISIBLE_DEVICES: '' },
    logFile: join(folder, 'log.txt'),
    stop: signal,
    kill: signal,
    job: { predict: { ...predict, into: folder }, engine },
    onMessage: (received) => {
      if (received.type === 'predicted') progress?.(received.count);
    },
  });
  signal.throwIfAborted();
  if (outcome.state !== 'finished') throw new Refusal(outcome.message ?? message('predict.stopped'));
  const values = await Promise.all(predict.outputs.map((name) => readFloats(join(folder, `${name}.f32`))));
  return Object.fromEntries(predict.outputs.map((name, index) => [name, values[index] as Float32Array]));
}
