/** The parts of node_modules that are shipped unchanged; everything else is bundled (scripts/build.mjs). */

const here = `${process.platform}-${process.arch}`;

const native = `bin/napi-v6/${process.platform}/${process.arch}`;

/** onnxruntime-node has others for GPUs, which are loaded only on request, and on macOS a copy of this one. */
const library = { linux: 'libonnxruntime.so.1', darwin: 'libonnxruntime.1.dylib', win32: 'onnxruntime.dll' };

const files = {
  '@emnapi/runtime': ['index.js', 'dist/emnapi.cjs*.js'],
  '@img/colour': ['*.cjs'],
  'detect-libc': ['lib/*.js'],
  h5wasm: ['dist/esm/*.js'],
  'node-gyp-build': ['*.js'],
  'onnxruntime-common': ['dist/cjs/**/*.js', 'dist/cjs/package.json'],
  'onnxruntime-node': ['dist/*.js', `${native}/*.node`],
  'node-liblzma': ['lib/lzma.js', `prebuilds/${here}/*`],
  semver: ['*.js', 'classes/*.js', 'functions/*.js', 'internal/*.js', 'ranges/*.js'],
  sharp: ['dist/*.cjs'],
  tslib: ['tslib.js'],
};

/** load-sharp.ts in main/datasets/photos/formats says why there are two. */
const decoder =
  process.platform === 'linux' ? ['@img/sharp-wasm32'] : [`@img/sharp-${here}`, `@img/sharp-libvips-${here}`];

/** Loaded by code that cannot read archives: the system, or an older Electron's import(). */
const unpacked = ['h5wasm', 'node-liblzma', 'onnxruntime-node', ...decoder];

const inModules = (name, file) => `node_modules/${name}/${file}`;

module.exports = {
  /** Shipped compressed, beside the archive. */
  onnxruntimeLibrary: `onnxruntime-node/${native}/${library[process.platform]}`,
  packages: [...Object.keys(files), ...decoder],
  files: [
    ...Object.entries(files).flatMap(([name, list]) =>
      ['package.json', ...list].map((file) => inModules(name, file)),
    ),
    ...decoder.flatMap((name) =>
      ['package.json', '*.cjs', '*.json', '{lib,dist}/**'].map((file) => inModules(name, file)),
    ),
  ],
  asarUnpack: unpacked.map((name) => inModules(name, '**')),
};
