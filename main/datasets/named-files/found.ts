/** The contents of a folder or archive, for error messages. */
import { shortened } from '../../archives/names';

export interface Found {
  /** Names of a few files that were not wanted. */
  others: string[];
  /** Paths of the first members, wanted or not. */
  paths: string[];
}

const FEW = 8;
const FEW_PATHS = 64;

export function noteOther({ others }: Found, name: string): void {
  const shown = shortened(name, 80);
  if (others.length < FEW && !others.includes(shown)) others.push(shown);
}

export function notePath({ paths }: Found, path: string): void {
  if (paths.length < FEW_PATHS) paths.push(path);
}
