/** Shape rules of operators that slide a window over an image, as TensorFlow defines them. */

import { formatShape, formatShapes } from '../format/shape';
import type { Shape } from '../graph/document';
import { message, t } from '../messages';
import { ShapeRuleError } from './operator';
import type { Padding, Pair } from './shared-params';

type ImageShape = readonly [height: number, width: number, channels: number];

export function onlyInput(inputs: readonly Shape[], title: string): Shape {
  const [shape] = inputs;
  if (inputs.length !== 1 || shape === undefined)
    throw new ShapeRuleError(
      'shape.one-input',
      message('ops.rule.oneInput', { layer: title }),
      formatShapes(inputs),
    );
  return shape;
}

/** The only input. @throws ShapeRuleError when it has no axis for channels. */
export function withChannels(inputs: readonly Shape[], title: string): Shape {
  const shape = onlyInput(inputs, title);
  if (shape.length > 0) return shape;
  throw new ShapeRuleError(
    'shape.no-channels',
    message('ops.rule.channels', { layer: title }),
    formatShape(shape),
  );
}

/** The only input. @throws ShapeRuleError when it is not an image. */
export function imageInput(inputs: readonly Shape[], title: string): ImageShape {
  const shape = onlyInput(inputs, title);
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new ShapeRuleError(
      'shape.not-an-image',
      message('ops.rule.image', { layer: title }),
      formatShape(shape),
      message('ops.rule.imageHint', { layer: title }),
    );
  }
  return [height, width, channels];
}

/** Output positions along one axis (tf.nn.convolution): same ceil(n/s), valid floor((n-k)/s)+1; 0 or less: none. */
export function windowOutput(length: number, size: number, stride: number, padding: Padding): number {
  return padding === 'same' ? Math.ceil(length / stride) : Math.floor((length - size) / stride) + 1;
}

/** Output height and width. @throws ShapeRuleError when the window does not fit. */
export function windowShape(
  [height, width, channels]: ImageShape,
  size: readonly [number, number],
  strides: readonly [number, number],
  padding: Padding,
  title: string,
  /** The padding as the user knows it. */
  called: string = padding,
): [number, number] {
  if (padding === 'valid' && (height < size[0] || width < size[1])) {
    throw new ShapeRuleError(
      'shape.window-too-large',
      message('ops.rule.window', { window: formatShape(size), layer: title, padding: called }),
      formatShape([height, width, channels]),
      message('ops.rule.windowHint'),
    );
  }
  return [
    windowOutput(height, size[0], strides[0], padding),
    windowOutput(width, size[1], strides[1], padding),
  ];
}

/** Pixels that a dilated window spans: (size - 1) * dilation + 1. */
export function spanOf(size: Pair, dilation: Pair): Pair {
  return [(size[0] - 1) * dilation[0] + 1, (size[1] - 1) * dilation[1] + 1];
}

/** Keras's convolutions refuse strides together with a dilation. @throws ShapeRuleError */
export function checkDilation(strides: Pair, dilation: Pair, title: string): void {
  if (Math.max(...strides) === 1 || Math.max(...dilation) === 1) return;
  throw new ShapeRuleError(
    'shape.strides-and-dilation',
    message('ops.rule.dilation', { layer: title }),
    message('ops.rule.dilationReceived', { strides: formatShape(strides), dilation: formatShape(dilation) }),
    message('ops.rule.dilationHint'),
  );
}

/** TensorFlow's depthwise kernels know one stride. @throws ShapeRuleError */
export function checkEqualStrides(strides: Pair, title: string): void {
  if (strides[0] === strides[1]) return;
  throw new ShapeRuleError(
    'shape.unequal-strides',
    message('ops.rule.equalStrides', { layer: title }),
    message('ops.rule.equalStridesReceived', { strides: formatShape(strides) }),
    message('ops.rule.equalStridesHint'),
  );
}

/** `dilation 2` for [2, 2], nothing for 1. */
export function dilationCaption([high, wide]: Pair): string[] {
  if (high === 1 && wide === 1) return [];
  return [t('ops.caption.dilation', { dilation: high === wide ? high : `${high}×${wide}` })];
}

/** `/2` for strides [2, 2], `/2×1` when they differ, nothing for 1. */
export function strideCaption([high, wide]: readonly [number, number]): string[] {
  if (high === 1 && wide === 1) return [];
  return [high === wide ? `/${high}` : `/${high}×${wide}`];
}

export function caption(...parts: readonly (string | readonly string[])[]): string {
  return parts.flat().join(' · ');
}
