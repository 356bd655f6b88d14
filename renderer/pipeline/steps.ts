/** Texts and colors for the steps of the input pipeline. */

import type { PreviewStep } from '../../core/contract/preview';
import { formatDigits } from '../../core/format/number';
import { formatImageShape } from '../../core/format/shape';
import { t } from '../../core/messages';
import type { OperatorKind } from '../../core/ops/operator';

export const KINDS: Record<PreviewStep['name'] | 'batch', OperatorKind> = {
  decode: 'io',
  resize: 'shape',
  augment: 'regularization',
  normalize: 'normalization',
  batch: 'io',
};

export const stepTitle = (step: PreviewStep['name']): string => t('data.pipeline.step', { step });

/** "32 × 32 × 3"; "various sizes" where they differ. */
export function wireText({ images }: PreviewStep): string {
  const shapes = new Set(
    images.map(({ height, width, channels }) => formatImageShape([height, width, channels])),
  );
  return shapes.size === 1 ? [...shapes][0]! : shapes.size === 0 ? '' : t('data.pipeline.manySizes');
}

/** "-2.1 black, 2.6 white", for normalized values. */
export function rangeText([low, high]: readonly [number, number]): string {
  return t('data.pipeline.range', { low: formatDigits(low, 2), high: formatDigits(high, 2) });
}
