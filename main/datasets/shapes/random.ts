/** sfc32 (Chris Doty-Humphrey, PractRand), the same on every machine: a generator for each (seed, stream, index). */

// For the inner loops.
const { floor, imul } = Math;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Non-negative integers up to 2^53. */
  constructor(seed: number, stream: number, index: number) {
    this.#a = low(seed) ^ imul(stream, 0x9e3779b9);
    this.#b = high(seed) ^ imul(high(index), 0x85ebca6b);
    this.#c = low(index);
    for (let i = 0; i < 15; i++) this.u32();
  }

  /** 0 .. 2^32 - 1 */
  u32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** [0, 1) */
  unit(): number {
    return this.u32() / 4294967296;
  }

  /** [from, to) */
  between(from: number, to: number): number {
    return from + this.unit() * (to - from);
  }

  /** 0 .. n - 1 */
  below(n: number): number {
    return floor(this.unit() * n);
  }

  /**
   * A unit vector near the x axis, within 40 degrees by default; t is the tangent of half the angle. Sine and cosine are
   * avoided: their last digit differs between machines.
   */
  tilt(largest = TAN_20_DEGREES): readonly [x: number, y: number] {
    const t = this.between(-largest, largest);
    return [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
  }

  /** A unit vector in any direction: within 45 degrees of an axis, then 0 to 3 quarter turns. */
  direction(): readonly [x: number, y: number] {
    const [x, y] = this.tilt(TAN_22_5_DEGREES);
    switch (this.below(4)) {
      case 0:
        return [x, y];
      case 1:
        return [-y, x];
      case 2:
        return [-x, -y];
      default:
        return [y, -x];
    }
  }
}

export const TAN_22_5_DEGREES = 0.41421356237309503;
export const TAN_20_DEGREES = 0.36397023426620234;

const low = (value: number): number => value >>> 0;
const high = (value: number): number => floor(value / 4294967296) >>> 0;
