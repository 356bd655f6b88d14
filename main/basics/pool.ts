/** Runs asynchronous work in parallel, limited by number and by total weight (bytes). */

export class Pool {
  readonly #running = new Set<Promise<void>>();
  #weight = 0;
  #error: { error: unknown } | undefined;

  constructor(
    private readonly most: number,
    private readonly mostWeight: number,
  ) {}

  /** Resolves when the work has begun. @throws the error of earlier work. */
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

  /** @throws the first error. */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#error) throw this.#error.error;
  }

  /** As `drain`, but never throws. */
  async settle(): Promise<void> {
    await Promise.all(this.#running);
  }
}
