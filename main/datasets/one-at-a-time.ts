/** One task at a time for each data set. */
import { refuse } from '../basics/refusal';

export type DatasetWork = 'imported' | 'downloaded' | 'generated' | 'removed';

export class OneAtATime {
  readonly #working = new Map<string, { what: DatasetWork; done: Promise<unknown> }>();

  /** @throws Refusal if another task is running on the data set. */
  async run(
    { id, name }: { id: string; name: string },
    what: DatasetWork,
    work: () => Promise<void>,
  ): Promise<void> {
    const other = this.#working.get(id);
    if (other) refuse('datasets.busy', { name, work: other.what });
    const done = work();
    this.#working.set(id, { what, done });
    try {
      await done;
    } finally {
      this.#working.delete(id);
    }
  }

  /** Resolves once the running task, if any, has ended. */
  async settled(id: string): Promise<void> {
    await this.#working.get(id)?.done.catch(() => {});
  }
}
