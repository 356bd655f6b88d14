/** `npm run bench`: bundles test/bench and runs it. See `npm run bench -- --help`. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ensureBuilt } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outdir = join(root, 'build', 'bench');

const folder = 'test/bench/contestants';
const contestants = readdirSync(join(root, folder))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `${folder}/${name}`);

// Exports to TensorFlow.js are written with what is built there.
await ensureBuilt();
await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/bench.ts', ...contestants],
  outdir,
  entryNames: '[name]',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  logLevel: 'error',
  external: [
    'playwright-core',
    '@tensorflow/tfjs-node-gpu',
    '@mapbox/node-pre-gyp',
    'node-api-headers',
    'sharp',
  ],
});
const pages = 'test/bench/pages';
await build({
  absWorkingDir: root,
  entryPoints: readdirSync(join(root, pages)).map((name) => `${pages}/${name}`),
  outdir: join(outdir, 'pages'),
  bundle: true,
  platform: 'browser',
  format: 'iife',
  jsx: 'automatic',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error',
});
createRequire(import.meta.url)(join(outdir, 'bench.cjs'));
