/** A short run of `npm run kills` (docs/kills.md): hosts and pages are killed while they work, and nothing is lost. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

test('15 kills lose nothing', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'kills.mjs'), '--kills', '15', '--seed', '11'],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('Nothing was lost. 15 kills');
  expect(status).toBe(0);
}, 180_000);
