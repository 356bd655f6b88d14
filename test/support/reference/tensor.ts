/** Plain float64 tensors for the reference interpreter: slow, simple, and independent of the compiler. */

export interface Tensor {
  shape: readonly number[];
  /** Row-major. */
  data: Float64Array;
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);

export const tensor = (shape: readonly number[], data?: ArrayLike<number>): Tensor => ({
  shape,
  data: data ? Float64Array.from(data) : new Float64Array(sizeOf(shape)),
});

export const scalar = (value: number): Tensor => tensor([], [value]);

export const map = (x: Tensor, f: (value: number, index: number) => number): Tensor => ({
  shape: x.shape,
  data: x.data.map(f),
});

/** Element-wise; a tensor of one value fits to any other. */
export function zip(a: Tensor, b: Tensor, f: (a: number, b: number) => number): Tensor {
  if (a.shape.length === 0) return map(b, (value) => f(a.data[0]!, value));
  if (b.shape.length === 0) return map(a, (value) => f(value, b.data[0]!));
  return map(a, (value, index) => f(value, b.data[index]!));
}

/** A function of four indices for a tensor [N, H, W, C]; zero outside of it. */
export function at({ shape, data }: Tensor): (n: number, h: number, w: number, c: number) => number {
  const [, height, width, channels] = shape as [number, number, number, number];
  return (n, h, w, c) =>
    h < 0 || w < 0 || h >= height || w >= width ? 0 : data[((n * height + h) * width + w) * channels + c]!;
}

/** The tensor of the shape whose values `f` gives for each [n, h, w, c]. */
export function fill4(
  shape: readonly [number, number, number, number],
  f: (n: number, h: number, w: number, c: number) => number,
): Tensor {
  const result = tensor(shape);
  let index = 0;
  for (let n = 0; n < shape[0]; n += 1) {
    for (let h = 0; h < shape[1]; h += 1) {
      for (let w = 0; w < shape[2]; w += 1) {
        for (let c = 0; c < shape[3]; c += 1) {
          result.data[index] = f(n, h, w, c);
          index += 1;
        }
      }
    }
  }
  return result;
}
