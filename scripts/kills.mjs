/** `npm run kills`: bundles test/kills and runs it. See `npm run kills -- --help`. */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleMain, ensureBuilt } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outfile = join(root, 'build', 'kills', 'main.mjs');

await build({
  absWorkingDir: root,
  entryPoints: ['test/kills/main.ts'],
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
    'playwright-core',
  ],
  banner: {
    js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url); const __dirname = import.meta.dirname;",
  },
});
await bundleMain();
await ensureBuilt({ renderer: true });
const { main } = await import(pathToFileURL(outfile).href);
process.exit(await main(root));
