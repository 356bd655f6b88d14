/** `npm run bench`: bundles test/bench and runs it. See `npm run bench -- --help`. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(root, 'build', 'bench');

await build({
  absWorkingDir: root,
  entryPoints: ['bench', 'skipwire', 'tfjs-layers'].map((name) => `test/bench/${name}.ts`),
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  logLevel: 'error',
  external: ['@tensorflow/tfjs-node-gpu', '@mapbox/node-pre-gyp', 'node-api-headers'],
});
createRequire(import.meta.url)(join(outdir, 'bench.cjs'));
