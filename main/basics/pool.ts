/** Several pieces of work at once, but never more than so many, and never more than so many bytes of them. */

export class Pool {
  readonly #running = new Set<Promise<void>>();
  #weight = 0;
  #error: { error: unknown } | undefined;

  constructor(
    private readonly most: number,
    private readonly mostWeight: number,
  ) {}

  /** Resolves when there is room for it and it has begun. @throws what an earlier piece has thrown. */
  async add(weight: number, work: () => Promise<void>): Promise<void> {
    while (
      this.#running.size >= this.most ||
      (this.#running.size > 0 && this.#weight + weight > this.mostWeight)
    ) {
      await Promise.race(this.#running);
    }
    if (this.#error) throw this.#error.error;
    this.#weight += weight;
    const piece: Promise<void> = work()
      .catch((error: unknown) => {
        this.#error ??= { error };
      })
      .then(() => {
        this.#weight -= weight;
        this.#running.delete(piece);
      });
    this.#running.add(piece);
  }

  /** Waits for all. @throws the first error. */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#error) throw this.#error.error;
  }

  /** Waits for all, whatever becomes of them: nothing writes any more afterwards. */
  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }
}
