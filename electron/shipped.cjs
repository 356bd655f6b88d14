/** What of node_modules is shipped as it is. Everything else that the app needs is bundled into build/ (scripts/build.mjs). */

/** A package is for the platform that it is made on. */
const here = `${process.platform}-${process.arch}`;

const files = {
  '@emnapi/runtime': ['index.js', 'dist/emnapi.cjs*.js'],
  '@img/colour': ['*.cjs'],
  'detect-libc': ['lib/*.js'],
  h5wasm: ['dist/node/*.js'],
  'node-gyp-build': ['*.js'],
  'node-liblzma': ['lib/lzma.js', `prebuilds/${here}/*`],
  semver: ['*.js', 'classes/*.js', 'functions/*.js', 'internal/*.js', 'ranges/*.js'],
  sharp: ['dist/*.cjs'],
  tslib: ['tslib.js'],
};

/** The part of sharp that decodes; main/datasets/photos/formats/load-sharp.ts says why there are two. */
const decoder =
  process.platform === 'linux' ? ['@img/sharp-wasm32'] : [`@img/sharp-${here}`, `@img/sharp-libvips-${here}`];

/** Loaded by what knows nothing of archives: the system, or an older Electron's import(). */
const unpacked = ['h5wasm', 'node-liblzma', ...decoder];

const inModules = (name, file) => `node_modules/${name}/${file}`;

module.exports = {
  packages: [...Object.keys(files), ...decoder],
  /** Patterns of electron-builder. */
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
