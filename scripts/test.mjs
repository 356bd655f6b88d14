/**
 * The checks, then all tests but those on a real Electron, which `--electron` adds. Other arguments go to jest.
 *
 * The app is built beside the checks: most of both is work for one processor.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const given = process.argv.slice(2).filter((argument) => argument !== '--electron');
const projects = ['unit', 'integration', 'e2e', ...(process.argv.includes('--electron') ? ['electron'] : [])];

/** Runs a command of package.json. @returns whether it succeeded. */
async function succeeds(command, ...options) {
  const child = spawn('npm', ['run', '--silent', command, '--', ...options], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = await once(child, 'close');
  return code === 0;
}

const all = given.length === 0;
const ready = await Promise.all([
  succeeds('typecheck'),
  succeeds('lint'),
  ...(all ? [succeeds('build', '--if-needed')] : []),
]);
if (ready.every(Boolean)) {
  const { status } = spawnSync(
    process.execPath,
    [jest, ...(all ? ['--selectProjects', ...projects] : given)],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} else {
  process.exitCode = 1;
}
