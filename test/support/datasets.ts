/** The real CIFAR-10 for tests, where this machine has it: imported once, then shared by all of them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Need } from './needs';

const checkout = join(__dirname, '..', '..');

/** Where the real data lies on machines that have it. */
const dataFolder = process.env.SKIPWIRE_TEST_DATA ?? join(checkout, '..', 'shared', 'data');

/** A file or folder of the real data. */
export function realData(name: string): Need & { path: string } {
  const path = join(dataFolder, name);
  return { path, met: existsSync(path), what: `${name} in SKIPWIRE_TEST_DATA` };
}

export const catsAndDogs = realData('cats_and_dogs_sample.zip');
export const mnist = realData('mnist');
export const cifar10Archive = realData('cifar-10-binary.tar.xz');

export const xz: Need = { met: spawnSync('xz', ['--version']).status === 0, what: 'the program xz' };

/** For `realCifarFolder`. */
export const cifar10: Need = xz.met ? cifar10Archive : xz;

/** What decides the imported bytes: another text of these is another import. */
const importer = ['storage/store.ts', 'storage/writer.ts', 'sources/cifar.ts', 'sources/cifar10.ts'];

let known: string | undefined;

/**
 * Root for a DatasetStore that has `cifar10` ready; undefined where `cifar10` is not met. The first call on a machine imports it, some 15 s, while other test files wait for it.
 */
export function realCifarFolder(): string | undefined {
  if (known) return known;
  if (!cifar10.met) return undefined;
  const hash = createHash('sha256');
  for (const file of importer) hash.update(readFileSync(join(checkout, 'main', 'datasets', file)));
  const cache = join(process.env.SKIPWIRE_CACHE || tmpdir(), 'skipwire-test-datasets');
  const root = join(cache, hash.digest('hex').slice(0, 12));
  // The folder of a data set appears whole or not at all.
  const ready = (): boolean => existsSync(join(root, 'cifar10', 'dataset.json'));
  mkdirSync(cache, { recursive: true });
  if (!ready()) {
    withLock(join(cache, 'lock'), () => {
      if (ready()) return;
      for (const former of readdirSync(cache)) {
        if (former !== 'lock') rmSync(join(cache, former), { recursive: true, force: true });
      }
      importInto(root);
    });
  }
  known = root;
  return root;
}

/** In a process of its own: `describe` and `test` must know at once, and an import is asynchronous. */
function importInto(root: string): void {
  mkdirSync(root, { recursive: true });
  const program = join(root, 'import-real-cifar.cjs');
  run(join(checkout, 'node_modules', 'esbuild', 'bin', 'esbuild'), [
    join(__dirname, 'import-real-cifar.ts'),
    '--bundle',
    '--platform=node',
    '--target=node20.19',
    '--log-level=warning',
    // Native, and found from there by NODE_PATH.
    '--external:sharp',
    `--outfile=${program}`,
  ]);
  run(process.execPath, [program, cifar10Archive.path, root]);
}

function run(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, {
    env: { ...process.env, NODE_PATH: join(checkout, 'node_modules') },
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`The real CIFAR-10 could not be imported for the tests: ${error?.message ?? stderr}`);
  }
}

/** One of the test processes does the work; the lock of one that was killed is taken over. */
function withLock(lock: string, work: () => void): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isAlive(holderOf(lock))) Atomics.wait(pause, 0, 0, 200);
    else rmSync(lock, { force: true });
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** undefined: just created, or just released. */
function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
