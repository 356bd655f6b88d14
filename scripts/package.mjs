/**
 * `npm run package` makes the installers of the platform it runs on, in release/. Arguments go to electron-builder:
 *
 *   npm run package -- --dir            the app's folder alone, without an installer
 *   npm run package -- --cpu            with the addresses of TensorFlow's wheels for the CPU alone, which is quicker
 *
 * Before that it makes build/package, which is shipped beside the app's archive: the licenses as a file, and what getting
 * TensorFlow would otherwise need Python and a compiler for (main/engine/shipped.ts). This machine needs both.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleTool, ensureBuilt } from './build.mjs';
import { asText } from './licenses.mjs';

const root = join(import.meta.dirname, '..');
const target = join(root, 'build', 'package');

/** Runs a script of Node's, or ends this one. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

await ensureBuilt({ electron: true });
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const licenses = JSON.parse(readFileSync(join(root, 'build', 'licenses.json'), 'utf8'));
writeFileSync(join(target, 'THIRD_PARTY_LICENSES.txt'), asText(licenses));
const flags = process.argv.slice(2);
const own = flags.filter((flag) => flag === '--cpu');
run(await bundleTool('main/engine/make-shipped.ts'), join(target, 'tensorflow'), ...own);
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
run(builder, '--config', 'electron/builder.config.cjs', ...flags.filter((flag) => !own.includes(flag)));
