import type { ChannelsReport } from '../../../core/contract/report';
import { resizeArea } from './duplicates/thumbnail';

const names = (channels: number): string[] => (channels === 1 ? ['gray'] : ['red', 'green', 'blue']);

/** Mean and standard deviation of bytes: exact, by counting values. */
export class ByteChannels {
  readonly #counts: Float64Array[];
  #images = 0;

  constructor(private readonly channels: number) {
    this.#counts = Array.from({ length: channels }, () => new Float64Array(256));
  }

  add(pixels: Uint8Array): void {
    this.#images++;
    for (let c = 0; c < this.channels; c++) {
      const counts = this.#counts[c]!;
      for (let i = c; i < pixels.length; i += this.channels) counts[pixels[i]!]!++;
    }
  }

  report(): ChannelsReport {
    const moments = this.#counts.map((counts) => {
      const n = counts.reduce((sum, count) => sum + count, 0) || 1;
      const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / n;
      const variance = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / n;
      return { mean: mean / 255, deviation: Math.sqrt(variance) / 255 };
    });
    return {
      names: names(this.channels),
      mean: moments.map(({ mean }) => mean),
      deviation: moments.map(({ deviation }) => deviation),
      images: this.#images,
    };
  }
}

/** Mean and standard deviation of resized photographs. */
export class ResizedChannels {
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #pixels = 0;
  #images = 0;

  constructor(
    private readonly channels: number,
    private readonly size: { width: number; height: number },
  ) {
    this.#sums = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
  }

  add(pixels: Uint8Array, shape: readonly [height: number, width: number, channels: number]): void {
    const values = resizeArea(pixels, shape, [this.size.height, this.size.width]);
    this.#images++;
    this.#pixels += values.length / this.channels;
    for (let c = 0; c < this.channels; c++) {
      let sum = 0;
      let squares = 0;
      for (let i = c; i < values.length; i += this.channels) {
        const value = values[i]!;
        sum += value;
        squares += value * value;
      }
      this.#sums[c]! += sum;
      this.#squares[c]! += squares;
    }
  }

  report(): ChannelsReport {
    const n = this.#pixels || 1;
    const mean = [...this.#sums].map((sum) => sum / n);
    return {
      names: names(this.channels),
      mean: mean.map((value) => value / 255),
      deviation: mean.map((value, c) => Math.sqrt(Math.max(0, this.#squares[c]! / n - value * value)) / 255),
      images: this.#images,
      broughtTo: { ...this.size },
    };
  }
}
