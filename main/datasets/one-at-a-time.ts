/** One piece of work at a time on a data set; different data sets do not wait for each other. */
import { refuse } from '../basics/refusal';

/** Being ... */
export type DatasetWork = 'imported' | 'downloaded' | 'generated' | 'removed';

export class OneAtATime {
  /** What is under way, by data set. */
  readonly #working = new Map<string, { what: DatasetWork; done: Promise<unknown> }>();

  /** @throws Refusal while other work on the data set is under way. */
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

  /** When what is under way on the data set has ended, one way or another. */
  async settled(id: string): Promise<void> {
    await this.#working.get(id)?.done.catch(() => {});
  }
}
