/**
 * The filter gradient of a convolution for each value of the kernel ("tap"): the pixels of the map that it meets,
 * transposed, times the pixels of dy that it meets there, [C, N * pixels] x [N * pixels, F].
 */
import type { Sliding } from './attributes';
import type { TensorShape } from './tensor-type';

/** Along one axis: `length` pixels of the map from `input` on meet as many of dy from `output` on. */
interface Overlap {
  readonly input: number;
  readonly output: number;
  readonly length: number;
}
export interface Tap {
  readonly rows: Overlap;
  readonly columns: Overlap;
}

function overlaps(size: number, window: number, padding: Sliding['padding']): Overlap[] {
  const count = padding === 'same' ? size : size - window + 1;
  const before = padding === 'same' ? Math.floor((window - 1) / 2) : 0;
  return Array.from({ length: window }, (_, tap) => {
    const offset = tap - before;
    const output = Math.max(0, -offset);
    return { input: output + offset, output, length: Math.min(count, size - offset) - output };
  });
}

/** The number for a 3x3 kernel: more products cost more than they save (docs/measurements/bench-notes.md). */
const MOST_TAPS = 9;

/** The taps in the kernel's order; undefined with strides or groups, above 3x3, or if a tap only meets padding. */
export function filterTaps(
  x: TensorShape,
  kernel: TensorShape,
  { strides, padding }: Sliding,
): Tap[] | undefined {
  const [, height, width, channels] = x as [number | null, number, number, number];
  const [kernelHeight, kernelWidth, kernelChannels] = kernel as [number, number, number];
  if (channels !== kernelChannels || Math.max(...strides) > 1) return undefined;
  if (kernelHeight * kernelWidth > MOST_TAPS) return undefined;
  const down = overlaps(height, kernelHeight, padding);
  const across = overlaps(width, kernelWidth, padding);
  if ([...down, ...across].some(({ length }) => length < 1)) return undefined;
  return down.flatMap((rows) => across.map((columns) => ({ rows, columns })));
}
