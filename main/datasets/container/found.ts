/** What a folder or archive turned out to hold, for words about it. */
import { shortened } from '../photos/members/names';

export interface Found {
  /** Names of files that nobody asked for (a few of them), fit to be shown. */
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
