/** A few hundred damaged model files; `npm run fuzz-imports` makes any number. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const script = join(__dirname, '..', '..', '..', 'scripts', 'fuzz-imports.mjs');

test('damaged model files are imported or refused: no crash, no hang, nothing left behind', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [script, '--mutations', '30', '--seed', '1'],
    {
      encoding: 'utf8',
    },
  );
  expect(stdout + stderr).not.toMatch(/(?<!from) seed \d+: /);
  expect(stdout.match(/0 at fault/g)).toHaveLength(7);
  expect(status).toBe(0);
}, 120_000);
