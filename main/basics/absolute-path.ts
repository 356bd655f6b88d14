import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Expands `~`, which people type into the window, where no shell does. */
export function absolute(path: string): string {
  return resolve(path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);
}
