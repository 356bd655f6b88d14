/**
 * `npm run package` makes the installers of the platform it runs on, in release/. Arguments go to electron-builder:
 *
 *   npm run package -- --dir            the app's folder alone, without an installer
 *   npm run package -- --cpu            with the addresses of TensorFlow's wheels for the CPU alone, which is quicker
 *   npm run package -- --quick          with a larger onnxruntime, compressed in a tenth of the time
 *
 * Before that it makes build/minified, the bundles as they are shipped, and build/package, which is shipped beside the app's
 * archive: the licenses as a file, onnxruntime's library, compressed (main/exporting/check/onnxruntime.ts), and what getting
 * TensorFlow would otherwise need Python and a compiler for (main/engine/shipped.ts). This machine needs both.
 */
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleOptions, bundleTool, electronEntries, ensureBuilt, mainEntries } from './build.mjs';
import { asText } from './licenses.mjs';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const { onnxruntimeLibrary } = require('../electron/shipped.cjs');
const target = join(root, 'build', 'package');

/** Runs a Node script; exits if it fails. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * Extracts the messages, which most bundles contain, into one file for all.
 * @param folder of that bundle, from the others
 */
const sharedMessages = (folder) => ({
  name: 'shared-messages',
  setup({ onResolve }) {
    onResolve({ filter: /\/catalogues$/ }, () => ({ path: `${folder}/catalogues.cjs`, external: true }));
  },
});

/** Functions keep their names, and lines are short, because an uncaught error prints the line that threw. */
async function minify(part, entries, shared) {
  const outdir = join(root, 'build', 'minified', part);
  rmSync(outdir, { recursive: true, force: true });
  const options = bundleOptions(entries, outdir);
  const plugins = [...options.plugins, sharedMessages(shared)];
  await build({ ...options, plugins, minify: true, lineLimit: 200 });
}

/** Uncompressed if there is no xz for this platform. */
async function compressLibrary(folder, preset) {
  const library = join(root, 'node_modules', onnxruntimeLibrary);
  if (!existsSync(library)) return;
  mkdirSync(folder, { recursive: true });
  const read = createReadStream(library);
  const xz = await import('node-liblzma').catch(() => undefined);
  if (!xz) return pipeline(read, createWriteStream(join(folder, basename(library))));
  // xz-decompress reads only these filters and this check.
  const packer = xz.createXz({
    check: xz.check.CRC32,
    filters: [xz.filter.LZMA2],
    preset,
    threads: availableParallelism(),
  });
  await pipeline(read, packer, createWriteStream(join(folder, `${basename(library)}.xz`)));
}

await ensureBuilt({ electron: true });
await minify('main', { ...mainEntries, catalogues: 'core/messages/catalogues.ts' }, '.');
await minify('electron', electronEntries, '../main');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const licenses = JSON.parse(gunzipSync(readFileSync(join(root, 'build', 'licenses.json.gz'))).toString());
writeFileSync(join(target, 'THIRD_PARTY_LICENSES.txt'), asText(licenses));
const flags = process.argv.slice(2);
const own = new Set(['--cpu', '--quick']);
await compressLibrary(join(target, 'onnxruntime'), flags.includes('--quick') ? 0 : 6);
run(
  await bundleTool('main/engine/make-shipped.ts'),
  join(target, 'tensorflow'),
  ...flags.filter((flag) => flag === '--cpu'),
);
const builder = require.resolve('electron-builder/cli.js');
run(builder, '--config', 'electron/builder.config.cjs', ...flags.filter((flag) => !own.has(flag)));
