/** The Python with TensorFlow and Keras that exports are compared in: `SKIPWIRE_PYTHON` names it, and CI makes it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Need } from './needs';

const python = process.env.SKIPWIRE_PYTHON;

export const kerasPython: Need = {
  met: python !== undefined && existsSync(python),
  what: 'SKIPWIRE_PYTHON, a Python with tensorflow and keras',
};

const hasOnnx = (): boolean =>
  kerasPython.met && spawnSync(python as string, ['-c', 'import onnx']).status === 0;

export const onnxPython: Need = { met: hasOnnx(), what: 'SKIPWIRE_PYTHON, a Python with onnx' };

/** Runs a script; what it prints last is JSON. @throws Error with all that it printed when it fails. */
export function runPython<Result>(script: string, args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(python as string, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) as string) as Result;
}
