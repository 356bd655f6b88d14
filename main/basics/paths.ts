/** Where Skipwire keeps things. `SKIPWIRE_DATA` and `SKIPWIRE_CACHE` override the platform's folders. */
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

/** Runs, studies and imported data sets: what the person would miss. */
export const dataRoot = (): string => process.env.SKIPWIRE_DATA || platformFolder('data');
/** The engine and partial downloads: what can be had again. */
export const cacheRoot = (): string => process.env.SKIPWIRE_CACHE || platformFolder('cache');

/** Graphs, one folder each. */
export const documentsRoot = (): string => join(dataRoot(), 'documents');
export const runsRoot = (): string => join(dataRoot(), 'runs');
export const datasetsRoot = (): string => join(dataRoot(), 'datasets');
/** What the window remembers. */
export const keptRoot = (): string => join(dataRoot(), 'settings');
/** Deleted runs and documents, for a while. */
export const binRoot = (): string => join(dataRoot(), 'bin');
export const exportsRoot = (): string => join(dataRoot(), 'exports');
/** Decoded photographs; `SKIPWIRE_IMAGES` puts them on another disk. */
export const imagesRoot = (): string => process.env.SKIPWIRE_IMAGES || join(cacheRoot(), 'images');
export const engineRoot = (): string => join(cacheRoot(), 'engine');
/** Wheels that are being downloaded. */
export const wheelsRoot = (): string => join(cacheRoot(), 'downloads', 'wheels');
/** What was measured of this machine. */
export const speedsRoot = (): string => join(cacheRoot(), 'speeds');
