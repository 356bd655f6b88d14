/**
 * Chooses the build of sharp. On Linux, Electron loads the system's GLib into its processes. Its symbols mix with those of
 * the GLib in native libvips, which crashes. The WebAssembly build gives the same pixels (docs/decisions/desktop.md).
 */
import { createRequire } from 'node:module';
import { packageRequire, replaceModule } from '../../../basics/package-root';

export type SharpLibrary = typeof import('sharp').default;

/** @param versions like `process.versions` */
const needsWebAssembly = (
  platform: NodeJS.Platform = process.platform,
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): boolean => platform === 'linux' && versions.electron !== undefined;

export function loadSharp(webAssembly = needsWebAssembly()): SharpLibrary {
  const require = packageRequire();
  if (webAssembly) chooseWebAssembly(require);
  return require('sharp');
}

/** sharp prefers an installed native build, so the module that chooses is replaced in the cache. */
function chooseWebAssembly(require: NodeJS.Require): void {
  const place = createRequire(require.resolve('sharp')).resolve('./sharp.cjs');
  replaceModule(require, place, require('@img/sharp-wasm32/sharp.node'));
}
