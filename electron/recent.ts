/** Recently opened or saved graph files, newest first; also given to the system. */
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { SmallFile } from './small-file';

const MOST = 10;

export const withRecent = (list: readonly string[], path: string): string[] =>
  [path, ...list.filter((other) => other !== path)].slice(0, MOST);

export class RecentDocuments {
  private readonly file = new SmallFile(join(app.getPath('userData'), 'recent.json'), z.array(z.string()));

  constructor(private readonly changed: () => void) {}

  get paths(): readonly string[] {
    return this.file.read() ?? [];
  }

  add(path: string): void {
    app.addRecentDocument(path);
    this.put(withRecent(this.paths, path));
  }

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
