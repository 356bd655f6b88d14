/** The padding of a window in numbers, for formats that need it explicitly. */
import type { Convolution, Pair } from '../compiler/ir/attributes';

export interface Pads {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** @param shape of the image, [N, H, W, C]. As TensorFlow pads `same`: more at the end; `valid` pads nothing. */
export function samePads(
  { strides, padding, dilations = [1, 1] }: Convolution,
  size: Pair,
  shape: readonly (number | null)[],
): Pads {
  const side = (axis: 0 | 1): [before: number, after: number] => {
    if (padding === 'valid') return [0, 0];
    const length = shape[axis + 1] as number;
    const span = (size[axis] - 1) * dilations[axis] + 1;
    const missing = Math.max(0, (Math.ceil(length / strides[axis]) - 1) * strides[axis] + span - length);
    const before = Math.floor(missing / 2);
    return [before, missing - before];
  };
  const [top, bottom] = side(0);
  const [left, right] = side(1);
  return { top, bottom, left, right };
}
