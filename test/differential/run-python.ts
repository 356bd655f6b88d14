/** Scripts of this folder in a Python process. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Python that the environment names, if it is there. */
export function pythonAtHand(): string | undefined {
  const python = process.env.SKIPWIRE_PYTHON;
  return python && existsSync(python) ? python : undefined;
}

/** @throws Error with what it printed where it fails. */
export function runScript(python: string, script: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(scripts(), script), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}: ${errors}`)),
    );
  });
}

/** Bundled by `npm run differential`, which runs in the checkout; `__dirname` is this folder otherwise. */
const scripts = (): string =>
  [__dirname, join(process.cwd(), 'test', 'differential')].find((folder) =>
    existsSync(join(folder, 'keras_eager.py')),
  ) ?? __dirname;
