/** electron-builder's configuration, for `npm run package` (scripts/package.mjs). */
const { spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { join, parse } = require('node:path');
const { setFuses } = require('./fuses.cjs');
const shipped = require('./shipped.cjs');

/** Those of the window, as Chromium names them. */
const languages = readdirSync(join(__dirname, '..', 'core', 'messages'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => parse(file).name.replace(/^en$/, 'en-US'));

/** The app's executable before it is signed. */
function executableOf({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  return join(appOutDir, packager.executableName);
}

/** On Linux, Electron's Vulkan loader comes with debug symbols, nine tenths of its size. */
function dropDebugging({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== 'linux') return;
  const { error, status, stderr } = spawnSync('strip', [
    '--strip-unneeded',
    join(appOutDir, 'libvulkan.so.1'),
  ]);
  if (status !== 0) throw new Error(`strip failed: ${error?.message ?? stderr}`);
}

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'org.skipwire.app',
  productName: 'Skipwire',
  copyright: 'Copyright © The Skipwire authors, MIT license',
  directories: { output: 'release', buildResources: 'assets' },
  files: [
    '!**/*',
    'package.json',
    'LICENSE',
    'assets/icon.png',
    'build/main/page/**',
    'build/renderer/**',
    'build/licenses.json.gz',
    ...shipped.files,
    {
      from: 'build/minified',
      to: 'build',
      filter: [
        'electron/*.cjs',
        'main/{worker,probe,report,check,import,catalogues,tfjs,place-of-binding}.cjs',
      ],
    },
  ],
  asar: true,
  asarUnpack: shipped.asarUnpack,
  // Made by scripts/package.mjs, like build/minified.
  extraResources: [{ from: 'build/package', to: '.' }],
  // Chromium's own texts; `navigator.language` can only be one of these.
  electronLanguages: languages,
  npmRebuild: false,
  publish: null,
  artifactName: `\${productName}-\${version}-\${os}-\${arch}.\${ext}`,
  afterPack: (context) => {
    dropDebugging(context);
    return setFuses(executableOf(context));
  },
  // As in core/graph/file-name.ts, without .json.
  fileAssociations: [
    {
      ext: 'skipwire',
      name: 'Skipwire graph',
      description: 'Skipwire graph',
      mimeType: 'application/x-skipwire',
      role: 'Editor',
    },
  ],
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
  mac: {
    target: ['dmg'],

    icon: 'assets/icon.png',
    category: 'public.app-category.developer-tools',
  },
};
