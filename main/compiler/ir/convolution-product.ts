/**
 * When a convolution is a matrix product:
 *
 * - `pixels`: a 1x1 kernel with strides of 1 multiplies each pixel [C] with one matrix [C, F].
 * - `map`: the result is one pixel, or a few that each see the whole map: the map as one row [H * W * C] times the part of
 *   the kernel over it [H * W * C, F], without padding.
 */
import type { Sliding } from './attributes';
import type { TensorShape } from './tensor-type';

/** Rows or columns [begin, end) of the map, and where in the kernel the first of them is. */
interface Sight {
  readonly begin: number;
  readonly end: number;
  readonly kernelBegin: number;
}
/** The window of one output pixel. */
export interface Window {
  readonly rows: Sight;
  readonly columns: Sight;
}

export type ConvolutionProduct =
  | { readonly form: 'pixels' }
  | { readonly form: 'map'; readonly windows: readonly Window[] };

/** More products, each with its own copy of a part of the kernel, do not pay off. */
const MOST_WINDOWS = 4;

/** How many positions a window has along one axis. */
const positions = (size: number, window: number, stride: number, padding: Sliding['padding']): number =>
  padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;

/** The windows of the positions along one axis. */
function sights(size: number, window: number, stride: number, padding: Sliding['padding']): Sight[] {
  const count = positions(size, window, stride, padding);
  const missing = padding === 'same' ? Math.max((count - 1) * stride + window - size, 0) : 0;
  return Array.from({ length: count }, (_, position) => {
    const offset = position * stride - Math.floor(missing / 2);
    const begin = Math.max(offset, 0);
    return { begin, end: Math.min(offset + window, size), kernelBegin: begin - offset };
  });
}

/**
 * @param x [N, H, W, C]
 * @param kernel [h, w, C, F]; another number of channels means groups.
 * @returns undefined when the convolution is not computed as a product.
 */
export function convolutionProduct(
  x: TensorShape,
  kernel: TensorShape,
  { strides, padding }: Sliding,
): ConvolutionProduct | undefined {
  const [, height, width, channels] = x as [number | null, number, number, number];
  const [kernelHeight, kernelWidth, kernelChannels] = kernel as number[];
  if (channels !== kernelChannels) return undefined;
  if (kernelHeight === 1 && kernelWidth === 1 && Math.max(...strides) === 1) return { form: 'pixels' };
  const vertical = [height, kernelHeight as number, strides[0], padding] as const;
  const horizontal = [width, kernelWidth as number, strides[1], padding] as const;
  // Counted first: an axis may have a million positions.
  const count = positions(...vertical) * positions(...horizontal);
  if (count > MOST_WINDOWS) return undefined;
  const down = sights(...vertical);
  const across = sights(...horizontal);
  const whole = (axis: readonly Sight[], size: number): boolean =>
    axis.every(({ begin, end }) => begin === 0 && end === size);
  if (count > 1 && !(whole(down, height) && whole(across, width))) return undefined;
  return { form: 'map', windows: down.flatMap((rows) => across.map((columns) => ({ rows, columns }))) };
}
