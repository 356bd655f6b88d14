import { elementCount } from '../../core/basics/element-count';
/**
 * Fan-in and fan-out of a kernel [..., in, out], by position as in `compute_fans` of keras.initializers: a depthwise kernel
 * [h, w, channels, multiplier] has h * w * channels and h * w * multiplier, and a transposed one [h, w, out, in] has them
 * swapped.
 */
export function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const [inputs, outputs] = shape.slice(-2);
  if (inputs === undefined) return { fanIn: 1, fanOut: 1 };
  if (outputs === undefined) return { fanIn: inputs, fanOut: inputs };
  const field = elementCount(shape.slice(0, -2));
  return { fanIn: inputs * field, fanOut: outputs * field };
}
