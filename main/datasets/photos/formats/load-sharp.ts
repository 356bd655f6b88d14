/**
 * Which build of sharp decodes. On Linux, Electron brings the system's GLib into each of its processes, those that run as
 * Node included, and the native libvips has a GLib of its own: their symbols mix, which ends in crashes. There the
 * WebAssembly build is used, which has the same pixels and needs nothing of the system (docs/decisions/desktop.md).
 */
import { createRequire, Module } from 'node:module';
import { packageRequire } from '../../../basics/package-root';

export type SharpLibrary = typeof import('sharp').default;

/** @param versions as `process.versions`. */
export const needsWebAssembly = (
  platform: NodeJS.Platform = process.platform,
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): boolean => platform === 'linux' && versions.electron !== undefined;

export function loadSharp(webAssembly = needsWebAssembly()): SharpLibrary {
  const require = packageRequire();
  if (webAssembly) chooseWebAssembly(require);
  return require('sharp');
}

/** sharp takes the native build wherever it is installed: the module that chooses is put in its place, already loaded. */
function chooseWebAssembly(require: NodeJS.Require): void {
  const place = createRequire(require.resolve('sharp')).resolve('./sharp.cjs');
  const chosen = new Module(place);
  chosen.exports = require('@img/sharp-wasm32/sharp.node');
  chosen.loaded = true;
  require.cache[place] = chosen;
}
