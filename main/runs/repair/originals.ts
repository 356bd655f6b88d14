/** Originals of repaired files, in a folder of the run. */
import { copyFile, lstat, mkdir, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stamp } from '../ids';

export class Aside {
  /** `before-repair-20261129-160200`. */
  readonly name: string;

  constructor(
    private readonly run: string,
    now: Date,
  ) {
    this.name = `before-repair-${stamp(now)}`;
  }

  /** For a file that will be rewritten. */
  async copy(path: string): Promise<void> {
    await copyFile(path, await this.place(path));
  }

  /** For anything that must go. */
  async move(path: string): Promise<void> {
    await rename(path, await this.place(path));
  }

  private async place(path: string): Promise<string> {
    const base = join(this.run, this.name, relative(this.run, path));
    await mkdir(dirname(base), { recursive: true });
    let place = base;
    for (let n = 2; await exists(place); n++) place = `${base}.${n}`;
    return place;
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
