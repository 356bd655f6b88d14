/** A file system that is soon full: a tmpfs, which root alone may mount. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNeeding } from './needs';

const PAGE = 4096;

export class SmallDisk {
  private constructor(readonly path: string) {}

  /** Undefined where this user may not mount one. */
  static mount(kilobytes: number): SmallDisk | undefined {
    const path = mkdtempSync(join(tmpdir(), 'skipwire-small-disk-'));
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path]);
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return undefined;
  }

  private get ballast(): string {
    return join(this.path, 'ballast');
  }

  /** Takes all that is left, but for some pages. */
  fill(pages = 0): void {
    const taken = openSync(this.ballast, 'a');
    try {
      for (;;) writeSync(taken, Buffer.alloc(PAGE));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(taken);
    }
    if (pages > 0) spawnSync('truncate', ['-s', `-${pages * PAGE}`, this.ballast]);
  }

  empty(): void {
    rmSync(this.ballast, { force: true });
  }

  readOnly(): void {
    const { status, stderr } = spawnSync('mount', ['-o', 'remount,ro', this.path]);
    if (status !== 0) throw new Error(String(stderr));
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

const probe = SmallDisk.mount(64);
probe?.unmount();
export const describeOnSmallDisk = describeNeeding({
  met: probe !== undefined,
  what: 'a user who may mount a small disk (root)',
});
