/**
 * All tests. Units first, in processes that are kept from file to file; then those that may load TensorFlow or a browser, each file in a
 * process of its own (jest.config.mjs says why). `--electron` adds those on a real Electron. Other arguments go to jest, which then
 * runs once. The last line sums up all.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const folder = mkdtempSync(join(tmpdir(), 'skipwire-tests-'));

/** @returns what the closing-line reporter counted, and jest's exit code. */
function run(name, args) {
  const file = join(folder, name);
  const { status } = spawnSync(process.execPath, [jest, ...args], {
    stdio: 'inherit',
    env: { ...process.env, SKIPWIRE_TEST_COUNTS: file },
  });
  try {
    return { status, ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch {
    return { status: status || 1, passed: 0, failed: 1, skipped: 0 };
  }
}

const given = process.argv.slice(2).filter((argument) => argument !== '--electron');
const electron = process.argv.includes('--electron') ? ['electron'] : [];
const runs =
  given.length > 0
    ? [run('given', given)]
    : [
        // Above this a process is replaced, so that no leak adds up.
        run('unit', ['--selectProjects', 'unit', '--workerIdleMemoryLimit=800MB']),
        run('rest', ['--selectProjects', 'integration', 'e2e', ...electron]),
      ];
rmSync(folder, { recursive: true, force: true });

const sum = (key) => runs.reduce((total, counts) => total + counts[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = runs.find(({ status }) => status !== 0)?.status ?? 0;
