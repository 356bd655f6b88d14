/** Programs of test/support that run in processes of their own. */
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles `<name>.ts`. @returns the bundle, below the checkout, where it finds the packages that are not bundled. */
export function bundled(name: string): string {
  const folder = join(__dirname, '..', '..', 'build', 'test');
  mkdirSync(folder, { recursive: true });
  const made = join(folder, `${name}-${process.pid}.cjs`);
  buildSync({
    entryPoints: [join(__dirname, `${name}.ts`)],
    outfile: made,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    keepNames: true,
    external: ['@tensorflow/tfjs-node-gpu', '@mapbox/node-pre-gyp', 'sharp', 'node-liblzma', 'h5wasm'],
  });
  const file = join(folder, `${name}.cjs`);
  // At once, so that another test that starts it meanwhile never reads half of it.
  renameSync(made, file);
  return file;
}
