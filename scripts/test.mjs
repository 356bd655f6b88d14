/** All tests but those on a real Electron, which `--electron` adds. Other arguments go to jest. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const given = process.argv.slice(2).filter((argument) => argument !== '--electron');
const projects = ['unit', 'integration', 'e2e', ...(process.argv.includes('--electron') ? ['electron'] : [])];
const { status } = spawnSync(
  process.execPath,
  [jest, ...(given.length > 0 ? given : ['--selectProjects', ...projects])],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
