/** electron-builder: `npm run package` makes the installers of the platform it runs on, in release/. */

/** Bundled into build/ by esbuild; their sources need not be shipped. */
const bundled = [
  '@orpc',
  'commander',
  'csv-parse',
  'fflate',
  'protobufjs',
  'tar-stream',
  'undici',
  'ws',
  'yauzl',
  'zod',
];

/** Read by compilers and loaders that know nothing of asar archives. */
const unpacked = [
  '@tensorflow/tfjs-node-gpu',
  '@mapbox/node-pre-gyp',
  'node-api-headers',
  'h5wasm',
  'sharp',
  '@img',
  'node-liblzma',
];

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'org.skipwire.app',
  productName: 'Skipwire',
  copyright: 'Copyright © The Skipwire authors, MIT licence',
  directories: { output: 'release', buildResources: 'assets' },
  files: [
    'package.json',
    'LICENSE',
    'assets/icon.png',
    'build/electron/**',
    'build/main/worker.cjs',
    'build/main/report.cjs',
    'build/renderer/**',
    ...bundled.map((name) => `!node_modules/${name}/**`),
    '!node_modules/**/{test,tests,__tests__,docs,examples}/**',
    '!**/*.{map,ts,md}',
  ],
  asar: true,
  asarUnpack: unpacked.map((name) => `node_modules/${name}/**`),
  // The binding is Node-API and compiled where it runs, against the TensorFlow that is found there.
  npmRebuild: false,
  publish: null,
  artifactName: `\${productName}-\${version}-\${os}-\${arch}.\${ext}`,
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Science',
    icon: 'assets/icon.png',
    synopsis: 'Build, ablate and train residual networks without code',
    maintainer: 'The Skipwire authors',
  },
  deb: { packageName: 'skipwire' },
  win: { target: ['nsis'], icon: 'assets/icon.png' },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  mac: { target: ['dmg'], icon: 'assets/icon.png', category: 'public.app-category.developer-tools' },
};
