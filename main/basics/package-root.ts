/** Finds our package and its dependencies, from sources, bundles and an asar archive. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { basename, dirname, join } from 'node:path';

let known: string | undefined;

export function packageRoot(): string {
  if (known) return known;
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'skipwire') {
      known = folder;
      return folder;
    }
    if (folder === dirname(folder)) {
      throw new Error(`Skipwire's package.json stands in a folder above its code. Received: ${__dirname}.`);
    }
  }
}

/** `require` from the package's root: native packages are not bundled. */
export function packageRequire(): NodeJS.Require {
  return createRequire(join(packageRoot(), 'package.json'));
}

/** Makes `require` return `exports` for the file at `path`, which is then never loaded. */
export function replaceModule(require: NodeJS.Require, path: string, exports: unknown): void {
  const module = new Module(path);
  module.exports = exports;
  module.loaded = true;
  require.cache[path] = module;
}

/** A folder that scripts/package.mjs puts beside the installed app's archive; undefined in a checkout. */
export function shippedFolder(name: string): string | undefined {
  const root = packageRoot();
  return basename(root) === 'app.asar' ? join(dirname(root), name) : undefined;
}

/** A dependency's folder outside the asar archive, readable for a compiler. */
export function dependencyFolder(name: string): string {
  const places = packageRequire().resolve.paths(name) ?? [];
  const folder = places
    .map((place) => join(place, name))
    .find((one) => existsSync(join(one, 'package.json')));
  if (folder === undefined) throw new Error(`The package ${name} is missing from ${packageRoot()}.`);
  return folder.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}
