/** Skipwire's folders. `SKIPWIRE_DATA` and `SKIPWIRE_CACHE` override the platform's. */
import { homedir } from 'node:os';
import { join } from 'node:path';

function platformFolder(kind: 'data' | 'cache'): string {
  const home = homedir();
  if (process.platform === 'darwin') {
    return join(home, 'Library', kind === 'data' ? 'Application Support' : 'Caches', 'Skipwire');
  }
  if (process.platform === 'win32') {
    return join(
      process.env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'),
      'Skipwire',
      kind === 'data' ? 'Data' : 'Cache',
    );
  }
  const xdg = kind === 'data' ? process.env.XDG_DATA_HOME : process.env.XDG_CACHE_HOME;
  return join(xdg || join(home, kind === 'data' ? '.local/share' : '.cache'), 'skipwire');
}

/** Data that the user would miss. */
export const dataRoot = (): string => process.env.SKIPWIRE_DATA || platformFolder('data');
/** Data that can be downloaded or created again. */
export const cacheRoot = (): string => process.env.SKIPWIRE_CACHE || platformFolder('cache');

export const documentsRoot = (): string => join(dataRoot(), 'documents');
export const runsRoot = (): string => join(dataRoot(), 'runs');
/** Imported models. */
export const modelsRoot = (): string => join(dataRoot(), 'models');
/** Study documents. */
export const studiesRoot = (): string => join(dataRoot(), 'studies');
export const datasetsRoot = (): string => join(dataRoot(), 'datasets');
export const keptRoot = (): string => join(dataRoot(), 'settings');
export const binRoot = (): string => join(dataRoot(), 'bin');
export const exportsRoot = (): string => join(dataRoot(), 'exports');
/** Decoded photos; `SKIPWIRE_IMAGES` moves them to another disk. */
export const imagesRoot = (): string => process.env.SKIPWIRE_IMAGES || join(cacheRoot(), 'images');
export const engineRoot = (): string => join(cacheRoot(), 'engine');
/** Libraries that are compressed in the installed app. */
export const librariesRoot = (): string => join(cacheRoot(), 'libraries');
export const wheelsRoot = (): string => join(cacheRoot(), 'downloads', 'wheels');
export const speedsRoot = (): string => join(cacheRoot(), 'speeds');
