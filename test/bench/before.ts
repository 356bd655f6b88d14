/** An earlier commit of Skipwire, built beside this one, to measure both in one run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../main/basics/package-root';

/**
 * Builds main/ of the commit in `folder`, with the packages of this checkout.
 * @returns the root of that checkout; undefined where the commit is not in this repository
 * @throws Error with the last words of git, tar or the build
 */
export function buildCommit(commit: string, folder: string): string | undefined {
  const here = packageRoot();
  const known = spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: here, stdio: 'ignore' });
  if (known.status !== 0) return undefined;
  const root = join(folder, commit);
  mkdirSync(root);
  const { stdout } = run('git', ['archive', '--format=tar', commit], here);
  run('tar', ['-x'], root, stdout);
  symlinkSync(join(here, 'node_modules'), join(root, 'node_modules'));
  run(process.execPath, [join('scripts', 'build.mjs'), 'main'], root);
  return root;
}

function run(program: string, args: readonly string[], cwd: string, input?: Buffer) {
  const done = spawnSync(program, args, { cwd, input, maxBuffer: 2 ** 30 });
  if (done.status === 0) return done;
  const last = done.error?.message ?? done.stderr.toString().trim().split('\n').at(-1);
  throw new Error(`${program} ${args[0]} failed in ${cwd}: ${last}`);
}
