/** `npm run differential`: bundles test/differential and runs it. See `npm run differential -- --help`. */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outfile = join(root, 'build', 'differential', 'main.mjs');

await build({
  absWorkingDir: root,
  entryPoints: ['test/differential/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'error',
  external: [
    '@tensorflow/tfjs-node-gpu',
    '@mapbox/node-pre-gyp',
    'node-api-headers',
    'sharp',
    'h5wasm',
    'node-liblzma',
  ],
  banner: {
    js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url); const __dirname = import.meta.dirname;",
  },
});
await import(pathToFileURL(outfile).href);
