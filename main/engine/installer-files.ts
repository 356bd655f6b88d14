/**
 * The installer of @tensorflow/tfjs-node-gpu with the packages that it uses. The app includes it where there is no wheel
 * to link against (Windows, Intel Macs), and runs it in the user's cache.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const INSTALLER_PACKAGE = '@tensorflow/tfjs-node-gpu';
/** What its scripts use; the rest of its dependencies are bundled. */
const USED = ['@mapbox/node-pre-gyp', 'adm-zip', 'https-proxy-agent', 'progress', 'rimraf', 'tar'];

/** Copies it with its packages into `target`, with the layout of `root`. */
export function copyInstaller(root: string, target: string): void {
  const home = join(root, 'node_modules', INSTALLER_PACKAGE);
  const copy = (path: string) => cpSync(path, join(target, relative(root, path)), { recursive: true });
  for (const name of ['package.json', 'scripts']) copy(join(home, name));
  for (const folder of closureOf(USED, home)) copy(folder);
}

/** Folders of the packages and all their dependencies, found as Node finds them. */
function closureOf(names: readonly string[], from: string): Set<string> {
  const found = new Set<string>();
  const visit = (name: string, place: string) => {
    const folder = packageFolder(name, place);
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const other of Object.keys(dependencies)) visit(other, folder);
  };
  for (const name of names) visit(name, from);
  return found;
}

function packageFolder(name: string, from: string): string {
  for (let place = from; ; place = dirname(place)) {
    const folder = join(place, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (place === dirname(place)) throw new Error(`The package ${name} must be installed. Received: none.`);
  }
}

/**
 * A folder for the PATH with the commands that the installer's scripts call: `node`, which is this program, and
 * `node-pre-gyp`.
 */
export function makeCommands(
  installer: string,
  node: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const folder = join(installer, 'commands');
  const preGyp = join(installer, 'node_modules', '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp');
  mkdirSync(folder, { recursive: true });
  for (const [name, ...first] of [['node'], ['node-pre-gyp', preGyp]] as const) {
    const words = [node, ...first].map((word) => `"${word}"`).join(' ');
    const [file, text] =
      platform === 'win32' ? [`${name}.cmd`, `@${words} %*\r\n`] : [name, `#!/bin/sh\nexec ${words} "$@"\n`];
    writeFileSync(join(folder, file), text);
    chmodSync(join(folder, file), 0o755);
  }
  return folder;
}
