/** Disk space that running downloads still need, so that a second one does not count on it. */
import type { FreeBytes } from '../disk/space';

export class PromisedSpace {
  readonly #rest = new Map<string, () => Promise<number>>();

  constructor(private readonly free: FreeBytes) {}

  /** Reserves `rest` while `work` runs. `free` is what earlier downloads leave. */
  async keep<T>(id: string, rest: () => Promise<number>, work: (free: FreeBytes) => Promise<T>): Promise<T> {
    this.#rest.set(id, rest);
    try {
      return await work(async (folder) => {
        let free = await this.free(folder);
        for (const [other, bytes] of this.#rest) {
          if (other === id) break;
          free -= await bytes();
        }
        return Math.max(0, free);
      });
    } finally {
      this.#rest.delete(id);
    }
  }
}
