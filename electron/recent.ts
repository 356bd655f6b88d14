/** Graph files that were opened or saved, newest first; the system gets them too. */
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { SmallFile } from './small-file';

const MOST = 10;

/** Newest first, each once. */
export const withRecent = (list: readonly string[], path: string): string[] =>
  [path, ...list.filter((other) => other !== path)].slice(0, MOST);

export class RecentDocuments {
  private readonly file = new SmallFile(join(app.getPath('userData'), 'recent.json'), z.array(z.string()));

  /** @param changed after the list became another. */
  constructor(private readonly changed: () => void) {}

  get paths(): readonly string[] {
    return this.file.read() ?? [];
  }

  add(path: string): void {
    app.addRecentDocument(path);
    this.put(withRecent(this.paths, path));
  }

  /** A file that is no longer there. */
  drop(path: string): void {
    this.put(this.paths.filter((other) => other !== path));
  }

  clear(): void {
    app.clearRecentDocuments();
    this.put([]);
  }

  private put(paths: string[]): void {
    this.file.write(paths);
    this.changed();
  }
}
