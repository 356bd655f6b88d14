/** The pipeline's steps as nodes: their colors, and the shape on the wire behind each. */
import type { PreviewStep } from '../../core/contract/preview';
import { formatShape } from '../../core/format/number';
import type { OperatorKind } from '../../core/ops/operator';

export const KINDS: Record<PreviewStep['name'] | 'batch', OperatorKind> = {
  decode: 'io',
  resize: 'shape',
  augment: 'regularization',
  normalize: 'normalization',
  batch: 'io',
};

/** "32 × 32 × 3"; of images of several sizes "many sizes". */
export function wireWords({ images }: PreviewStep): string {
  const shapes = new Set(images.map(({ height, width, channels }) => formatShape([height, width, channels])));
  return shapes.size === 1 ? [...shapes][0]! : shapes.size === 0 ? '' : 'many sizes';
}

/** "-2.1 is black, 2.6 white" of values that are no pixels any more. */
export function rangeWords(range: readonly [number, number]): string {
  const short = (value: number) => String(Number(value.toPrecision(2)));
  return `${short(range[0])} black, ${short(range[1])} white`;
}
