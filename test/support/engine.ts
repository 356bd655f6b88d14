/** Real TensorFlow for tests: the engine of this machine, provisioned where it is missing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../../core/contract/engine';
import { textOf } from '../../core/messages';
import type { CompiledModel } from '../../main/compiler/types';
import { ensureEngine, findEngine } from '../../main/engine';
import { openSession } from '../../main/engine/session';
import type { Engine, Session } from '../../main/engine/types';
import { bundledWorker } from './worker';

/** The first test on a machine may have to download TensorFlow. */
export const ENGINE_TIMEOUT = 900_000;

let engine: Promise<Engine> | undefined;

/** Always the CPU's: fixtures were computed on one, and CUDA's libraries cannot join a running process. */
export function testEngine(): Promise<Engine> {
  process.env.SKIPWIRE_DEVICE = 'cpu';
  engine ??= findOrFetch();
  return engine;
}

async function findOrFetch(): Promise<Engine> {
  // A new one is tried by a program of the build.
  if (!(await findEngine())) bundledWorker();
  return ensureEngine({ onProgress: announce() });
}

/** One line per phase, so that a first run does not look hung. */
function announce(): (progress: Progress) => void {
  let last = '';
  return (progress) => {
    const phase = textOf(progress.phase);
    if (phase !== last) process.stderr.write(`TensorFlow for the tests: ${phase} ...\n`);
    last = phase;
  };
}

/** Writes the model to a temporary folder, opens it, and closes and deletes it after `use`. */
export async function withSession<Result>(
  model: Pick<CompiledModel, 'savedModel' | 'tags'>,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-model-'));
  writeFileSync(join(folder, 'saved_model.pb'), model.savedModel);
  try {
    const session = await openSession(await testEngine(), folder, model.tags);
    try {
      return await use(session);
    } finally {
      session.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
