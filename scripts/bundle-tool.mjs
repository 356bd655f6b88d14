/** Bundles a TypeScript tool for tests or maintainers and loads it. */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages that must be loaded from where they are: native ones, and those that look for files beside themselves. */
const external = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-node-gpu',
  '@mapbox/node-pre-gyp',
  'node-api-headers',
  'sharp',
  'h5wasm',
  'node-liblzma',
  'onnxruntime-node',
  'playwright-core',
];

/**
 * @param name a folder of test/ with a main.ts
 * @returns what main.ts exports
 */
export async function loadTool(name) {
  const outfile = join(root, 'build', name, 'main.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [`test/${name}/main.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'error',
    external,
    banner: {
      js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url); const __dirname = import.meta.dirname;",
    },
  });
  return import(pathToFileURL(outfile).href);
}
