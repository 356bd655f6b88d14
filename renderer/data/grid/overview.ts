/**
 * All images of a grid as a few pixels each, with their classes: shown until the images have come. Fetched whole, in a few
 * parts, those nearest to what is in sight first.
 */
export interface OverviewPart {
  /** Side of each image, in pixels. */
  side: number;
  channels: number;
  /** Class index of each image. */
  labels: Int32Array;
  /** side x side x channels bytes of each image. */
  pixels: Uint8Array;
}

export interface Sketch {
  part: OverviewPart;
  /** Its index in the part. */
  place: number;
  label: number;
}

export interface OverviewOptions {
  /** Undefined if it is not ready yet. */
  load(offset: number, limit: number, signal: AbortSignal): Promise<OverviewPart | undefined>;
  count: number;
  /** Resolves when it is worth asking again. */
  pause(attempt: number): Promise<void>;
}

/** Images per part: at most sixteen parts, none of them too small to be worth a request. */
export const partSizeFor = (count: number): number => Math.max(4096, Math.ceil(count / 16));

export class Overview {
  readonly partSize: number;
  readonly #parts = new Map<number, OverviewPart>();
  readonly #options: OverviewOptions;
  readonly #listeners = new Set<() => void>();
  #controller: AbortController | undefined;
  #near = 0;

  constructor(options: OverviewOptions) {
    this.#options = options;
    this.partSize = partSizeFor(options.count);
  }

  at(position: number): Sketch | undefined {
    const part = this.#parts.get(Math.floor(position / this.partSize));
    const place = position % this.partSize;
    const label = part?.labels[place];
    return part && label !== undefined ? { part, place, label } : undefined;
  }

  /** Sets the position that is in sight. */
  lookAt(position: number): void {
    this.#near = position;
  }

  begin(): void {
    if (this.#controller) return;
    this.#controller = new AbortController();
    void this.#run(this.#controller.signal);
  }

  /** Cancels the requests. A later `begin` continues. */
  dispose(): void {
    this.#controller?.abort();
    this.#controller = undefined;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; ) {
      const next = this.#nearestMissing();
      if (next === undefined) return;
      // Failures are ignored, since the images come without it and show their own errors.
      const part = await this.#options
        .load(next * this.partSize, this.partSize, signal)
        .catch(() => undefined);
      if (signal.aborted) return;
      if (part) {
        attempt = 0;
        this.#parts.set(next, part);
        for (const listener of this.#listeners) listener();
      } else await this.#options.pause(attempt++);
    }
  }

  #nearestMissing(): number | undefined {
    const last = Math.ceil(this.#options.count / this.partSize) - 1;
    const here = Math.min(last, Math.floor(this.#near / this.partSize));
    for (let away = 0; away <= last; away++) {
      for (const part of [here + away, here - away]) {
        if (part >= 0 && part <= last && !this.#parts.has(part)) return part;
      }
    }
    return undefined;
  }
}
