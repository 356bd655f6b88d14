/** Runs worker.ts in a separate process. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verbatim } from '../../../core/messages';
import { errorLine } from '../../basics/error-line';
import { refuse } from '../../basics/refusal';
import { readFloats } from '../../basics/stored-numbers';
import { bundledEntry } from '../../processes/bundled-entry';
import type { Launch } from '../../processes/launch';
import type { ReadBack } from './check';

/** The reader. onnxruntime's binding is a path (onnxruntime.ts). */
export type CheckLibrary = { library: 'onnx'; binding: string } | { library: 'tfjs' | 'tfjs-layers' };

interface Reading {
  /** The export. */
  path: string;
  /** A file of raw float32, and its shape in the model's layout. */
  images: string;
  shape: readonly number[];
  /** The model's input type; the file's values are rounded for uint8. */
  dtype: 'float32' | 'uint8';
  batch: number;
  /** The model accepts no other number of images. */
  isFixed: boolean;
  /** File for the scores, raw float32. */
  into: string;
}
export type CheckJob = Reading & CheckLibrary;
export type OnnxJob = Extract<CheckJob, { library: 'onnx' }>;

export type FromChecker = { type: 'ready' } | { type: 'done' } | { type: 'failed'; message: string };

/** Characters of its output that are kept for an error. */
const LAST_OUTPUT = 2000;

export type CheckRequest = CheckLibrary & {
  /** In the order of the model's arguments. */
  images: Float32Array;
  shape: readonly number[];
};

/** @throws Refusal where the library cannot read or run the file, or dies of it. */
export async function readInProcess(
  { path, network, folder, runner, signal }: ReadBack,
  { images, ...request }: CheckRequest,
): Promise<Float32Array> {
  const [fed, into] = [join(folder, 'images.f32'), join(folder, 'scores.f32')];
  await writeFile(fed, new Uint8Array(images.buffer, images.byteOffset, images.byteLength));
  const { dtype, batch } = network.inference.input;
  const job: CheckJob = {
    ...request,
    ...{ path, images: fed, dtype, into },
    ...{ batch: batch ?? 32, isFixed: batch !== undefined },
  };
  const failure = await ended(runner.launch as unknown as Launch<CheckJob, FromChecker>, job, signal);
  if (failure !== undefined) refuse('export.check.notRead', { problem: verbatim(failure) });
  return readFloats(into);
}

/** @returns what went wrong. @throws the signal's reason if aborted. */
function ended(
  launch: Launch<CheckJob, FromChecker>,
  job: CheckJob,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = launch({ env: {}, entry: bundledEntry('check.cjs'), task: 'export check' });
    let last: FromChecker | undefined;
    let output = '';
    const kill = () => child.kill();
    signal?.addEventListener('abort', kill, { once: true });
    child.onOutput((text) => {
      output = (output + text).slice(-LAST_OUTPUT);
    });
    child.onMessage((said) => {
      if (said.type === 'ready') return child.send(job);
      last = said;
      child.kill();
    });
    child.onExit(({ code, signal: by, error }) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) reject(signal.reason);
      else if (last?.type === 'done') resolve(undefined);
      else if (last?.type === 'failed') resolve(last.message);
      else resolve(error ?? errorLine(output) ?? `exit ${code ?? by}`);
    });
  });
}
