/** The packages for three platforms: what goes in, what stays outside the archive. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Config {
  files: string[];
  asar: boolean;
  asarUnpack: string[];
  publish: null;
  linux: { target: string[]; icon: string };
  win: { target: string[]; icon: string };
  mac: { target: string[]; icon: string };
}
const config: Config = jest.requireActual('../../../electron/builder.config.cjs');
const root = join(__dirname, '..', '..', '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

test('AppImage and deb, an installer for Windows, a disk image for macOS; published nowhere', () => {
  expect(config.linux.target).toEqual(['AppImage', 'deb']);
  expect(config.win.target).toEqual(['nsis']);
  expect(config.mac.target).toEqual(['dmg']);
  expect(config.publish).toBeNull();
});

test('native parts stand outside the asar archive', () => {
  expect(config.asar).toBe(true);
  for (const name of ['@tensorflow/tfjs-node-gpu', '@mapbox/node-pre-gyp', 'node-api-headers']) {
    expect(config.asarUnpack).toContain(`node_modules/${name}/**`);
  }
});

test('every dependency is either bundled or shipped, none both and none forgotten', () => {
  const { external } = readExternals();
  for (const name of Object.keys(dependencies)) {
    const scope = name.startsWith('@orpc/') ? '@orpc' : name;
    const leftOut = config.files.includes(`!node_modules/${scope}/**`);
    expect([name, leftOut]).toEqual([name, !external.includes(name)]);
  }
});

/** What scripts/build.mjs leaves in node_modules. */
function readExternals(): { external: string[] } {
  const text = readFileSync(join(root, 'scripts', 'build.mjs'), 'utf8');
  const list = text.match(/const external = \[([^\]]*)\]/)?.[1] ?? '';
  return { external: [...list.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '') };
}

test('the icon is there', () => {
  for (const icon of [config.linux.icon, config.win.icon, config.mac.icon, 'assets/icon.svg']) {
    expect(existsSync(join(root, icon))).toBe(true);
  }
});
