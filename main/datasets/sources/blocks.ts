/** Cuts a stream of bytes into blocks of equal size; the last may be shorter. */
export class Blocks {
  readonly #block: Uint8Array;
  #filled = 0;

  /** @param take gets a block that is reused once it resolves */
  constructor(
    size: number,
    private readonly take: (block: Uint8Array) => Promise<void>,
  ) {
    this.#block = new Uint8Array(size);
  }

  async write(chunk: Uint8Array): Promise<void> {
    for (let from = 0; from < chunk.length; ) {
      const length = Math.min(chunk.length - from, this.#block.length - this.#filled);
      this.#block.set(chunk.subarray(from, from + length), this.#filled);
      this.#filled += length;
      from += length;
      if (this.#filled === this.#block.length) await this.end();
    }
  }

  async end(): Promise<void> {
    const filled = this.#filled;
    this.#filled = 0;
    if (filled > 0) await this.take(this.#block.subarray(0, filled));
  }
}
