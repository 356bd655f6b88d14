/** A PATH of our own making: stand-ins for python3, pip and g++, beside the few real programs that they call. */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The machine's own Python, for what only a Python can do. */
export const realPython = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).stdout?.trim();

export class Tools {
  readonly folder: string;
  private readonly before = process.env.PATH;

  constructor(root: string) {
    this.folder = join(root, 'bin');
    mkdirSync(this.folder, { recursive: true });
    const places = (this.before ?? '').split(delimiter);
    for (const name of ['sh', 'cp', 'sleep', 'touch', 'cat']) {
      const found = spawnSync('sh', ['-c', `command -v ${name}`], {
        env: { PATH: places.join(delimiter) },
        encoding: 'utf8',
      }).stdout.trim();
      symlinkSync(found, join(this.folder, name));
    }
    process.env.PATH = this.folder;
  }

  /** A program that runs the lines in a shell. */
  add(name: string, script: string): void {
    const path = join(this.folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }

  restore(): void {
    process.env.PATH = this.before;
  }
}
