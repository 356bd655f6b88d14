/** A Python installation of the person's, for programs that only Python has: it is used only to check exports. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { message } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { readFloats } from '../../basics/stored-numbers';
import { type ReadBack, type Reader, Unchecked } from './check';

const run = promisify(execFile);

/** Milliseconds until a Python that does not answer is ended. */
const PATIENCE = 600_000;

/** `SKIPWIRE_PYTHON` first, then the one that the shell would start. */
const candidates = (): string[] => {
  const { SKIPWIRE_PYTHON } = process.env;
  return [...(SKIPWIRE_PYTHON ? [SKIPWIRE_PYTHON] : []), 'python3', 'python'];
};

const known = new Map<string, Promise<string | undefined>>();

/** A Python that has these modules; searched for once per process. */
export function pythonWith(modules: readonly string[]): Promise<string | undefined> {
  const code = `import importlib.util as u; assert all(u.find_spec(m) for m in ${JSON.stringify(modules)})`;
  const found = known.get(code) ?? firstThatRuns(code);
  known.set(code, found);
  return found;
}

async function firstThatRuns(code: string): Promise<string | undefined> {
  for (const python of candidates()) {
    try {
      await run(python, ['-c', code], { timeout: 20_000 });
      return python;
    } catch {
      // Missing, or without the modules.
    }
  }
  return undefined;
}

/**
 * A reader in Python.
 * @param modules that the script imports, by the names that people install them by
 * @param script sets `scores`, a float32 array [N, classes], from `path` and `images`, float32 [N, H, W, C]; `np` is
 * imported
 */
export const pythonReader =
  (modules: readonly string[], script: string): Reader =>
  async (back) => {
    const python = await pythonWith(modules);
    if (!python) throw new Unchecked(message('export.check.noPython', { modules: modules.join(', ') }));
    return runReader(python, script, back);
  };

async function runReader(
  python: string,
  script: string,
  { path, images, shape, folder, signal }: ReadBack,
): Promise<Float32Array> {
  const [fed, answered] = [join(folder, 'images.f32'), join(folder, 'scores.f32')];
  await writeFile(fed, new Uint8Array(images.buffer, images.byteOffset, images.byteLength));
  const whole = [
    'import sys',
    'import numpy as np',
    'path = sys.argv[1]',
    'images = np.fromfile(sys.argv[2], "<f4").reshape([int(n) for n in sys.argv[3].split(",")])',
    script,
    'np.ascontiguousarray(scores, "<f4").tofile(sys.argv[4])',
  ].join('\n');
  try {
    await run(python, ['-c', whole, path, fed, shape.join(), answered], {
      timeout: PATIENCE,
      ...(signal ? { signal } : {}),
      maxBuffer: 16 * 1024 * 1024,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' },
    });
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr = '', message: text } = error as Error & { stderr?: string };
    const line = stderr.trim().split('\n').at(-1) || text;
    refuse('export.check.pythonFailed', { line });
  }
  return readFloats(answered);
}
