/** Who can take part on this machine: one entry per contestant, each a program and its arguments. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../main/basics/package-root';
import { ensureEngine } from '../../main/engine';
import type { Engine } from '../../main/engine/types';
import type { Entry } from './contestant';
import type { ContestantId } from './options';

export interface Roster {
  engine: Engine;
  /** Those that were asked for and are here, Skipwire first. */
  entries: ReadonlyMap<ContestantId, Entry>;
  /** Why others are not. */
  absent: readonly string[];
}

/** The bundle of a contestant written in TypeScript. */
export const bundle = (name: string): string => join(packageRoot(), 'build', 'bench', `${name}.cjs`);
const script = (name: string): string => join(packageRoot(), 'test', 'bench', 'contestants', name);

export const skipwireEntry = (engine: Engine, name: string, program: string): Entry => ({
  name,
  program: process.execPath,
  args: [bundle(program)],
  env: engine.env,
});

/** Whether a Python has the modules. */
export function has(program: string, modules: readonly string[]): boolean {
  const found = modules.map((name) => `find_spec("${name}")`).join(' and ');
  const test = `from importlib.util import find_spec; exit(not (${found}))`;
  return spawnSync(program, ['-c', test], { stdio: 'ignore' }).status === 0;
}

/** The first of the interpreters that has the modules. */
export const python = (variable: string, modules: readonly string[]): string | undefined =>
  [process.env[variable], 'python3'].find((program) => program && has(program, modules));

export async function findContestants(only: readonly ContestantId[]): Promise<Roster> {
  const engine = await ensureEngine({ onProgress: ({ phase }) => console.error(phase) });
  const entries = new Map<ContestantId, Entry>();
  const absent: string[] = [];
  if (only.includes('skipwire')) entries.set('skipwire', skipwireEntry(engine, 'Skipwire', 'skipwire-step'));
  const interpreted = [
    ['keras', 'Keras', 'SKIPWIRE_PYTHON', ['keras', 'tensorflow'], 'keras_step.py'],
    ['pytorch', 'PyTorch', 'SKIPWIRE_TORCH_PYTHON', ['torch'], 'torch_step.py'],
  ] as const;
  for (const [id, name, variable, modules, file] of interpreted) {
    if (!only.includes(id)) continue;
    const program = python(variable, modules);
    if (program) entries.set(id, { name, program, args: [script(file)] });
    else absent.push(`${name} is left out: neither ${variable} nor python3 has ${modules.join(' and ')}.`);
  }
  if (only.includes('tfjs')) entries.set('tfjs', skipwireEntry(engine, 'tfjs layers', 'tfjs-layers'));
  return { engine, entries, absent };
}
