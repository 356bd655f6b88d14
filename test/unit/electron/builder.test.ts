/** The packages for three platforms: what goes in, what stays outside the archive, which fuses are set. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GRAPH_EXTENSIONS } from '../../../core/graph/file-name';
import { APP_ID } from '../../../electron/app-id';

interface Config {
  appId: string;
  files: (string | { from: string; to: string; filter: string[] })[];
  asar: boolean;
  asarUnpack: string[];
  electronLanguages: string[];
  publish: null;
  fileAssociations: { ext: string; mimeType: string }[];
  linux: { target: string[]; icon: string };
  win: { target: string[]; icon: string };
  mac: { target: string[]; icon: string };
}
const config: Config = jest.requireActual('../../../electron/builder.config.cjs');
const fuses: { settings: Record<string, boolean> } = jest.requireActual('../../../electron/fuses.cjs');
const shipped: { packages: string[] } = jest.requireActual('../../../electron/shipped.cjs');
const root = join(__dirname, '..', '..', '..');

test('AppImage and deb, an installer for Windows, a disk image for macOS; published nowhere', () => {
  expect(config.linux.target).toEqual(['AppImage', 'deb']);
  expect(config.win.target).toEqual(['nsis']);
  expect(config.mac.target).toEqual(['dmg']);
  expect(config.publish).toBeNull();
});

test('nothing is shipped that is not named', () => {
  expect(config.asar).toBe(true);
  expect(config.files[0]).toBe('!**/*');
  const patterns = config.files.filter((one) => typeof one === 'string');
  expect(patterns.filter((pattern) => pattern.startsWith('node_modules/**'))).toEqual([]);
  // Electron brings GLib along on Linux, and so does the native sharp.
  const isNative = (name: string) => /^@img\/sharp-(libvips-)?linux/.test(name);
  expect(shipped.packages.filter(isNative)).toEqual([]);
});

test('what is loaded by others than Electron is outside the archive', () => {
  for (const name of ['h5wasm', 'node-liblzma']) {
    expect(config.asarUnpack).toContain(`node_modules/${name}/**`);
  }
});

test('every package that is not bundled is shipped, or known to Electron', () => {
  const text = readFileSync(join(root, 'scripts', 'build.mjs'), 'utf8');
  const list = text.match(/const external = \[([^\]]*)\]/)?.[1] ?? '';
  const external = [...list.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
  expect(external).toContain('sharp');
  expect(external.filter((name) => name !== 'electron' && !shipped.packages.includes(name))).toEqual([]);
});

test('each fuse is set on purpose', () => {
  expect(fuses.settings).toEqual({
    RunAsNode: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    EnableCookieEncryption: false,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
  });
  const text = readFileSync(join(root, 'node_modules/@electron/fuses/dist/config.d.ts'), 'utf8');
  const known = text.match(/enum FuseV1Options \{([^}]*)\}/)?.[1] ?? '';
  expect([...known.matchAll(/(\w+) = \d/g)].map((match) => match[1]).sort()).toEqual(
    Object.keys(fuses.settings).sort(),
  );
});

test('files of our own kind open with Skipwire; .json files stay with whatever opens them', () => {
  expect(config.fileAssociations.map(({ ext }) => ext)).toEqual([GRAPH_EXTENSIONS[0]]);
  // Linux knows files by this type alone.
  expect(config.fileAssociations[0]?.mimeType).toBe('application/x-skipwire');
});

test('the installer and the app have one name for Windows', () => {
  expect(config.appId).toBe(APP_ID);
});

test('the icon is there', () => {
  for (const icon of [config.linux.icon, config.win.icon, config.mac.icon, 'assets/icon.svg']) {
    expect(existsSync(join(root, icon))).toBe(true);
  }
});
