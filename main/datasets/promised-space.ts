/** Room that downloads under way will still take: a second one does not begin on the room of the first. */
import type { FreeBytes } from '../disk/space';

export class PromisedSpace {
  /** Bytes that each will still write, in the order in which they began. */
  readonly #rest = new Map<string, () => Promise<number>>();

  constructor(private readonly free: FreeBytes) {}

  /** While `work` runs, `rest` is kept for it. It is given what is free besides what earlier ones will take. */
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
