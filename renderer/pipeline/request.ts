/** What the preview of the input pipeline is asked for: the Train view's settings, the open network's Input. Pure. */

import type { PipelinePreviewRequest } from '../../core/contract/preview';
import { formatShape } from '../../core/format/number';
import type { GraphDocument } from '../../core/graph/document';
import { t } from '../../core/messages';
import type { TrainingSettings } from '../../core/study/settings';
import { analysisOf } from '../state/analysis';

export type Shape3 = [height: number, width: number, channels: number];

/** Shape of the Input of a network that has exactly one. */
export function inputShapeOf(document: GraphDocument | undefined): Shape3 | undefined {
  if (!document) return undefined;
  const { inputId, nodes } = analysisOf(document);
  const shape = inputId === undefined ? undefined : nodes[inputId]?.outputShape;
  return shape?.length === 3 ? [shape[0]!, shape[1]!, shape[2]!] : undefined;
}

/**
 * Positions of `count` images of a split: spread over it, so that sets which stand class by class show several; another
 * `turn` moves all of them on.
 */
export function spread(total: number, count: number, turn = 0): number[] {
  const many = Math.min(total, count);
  const step = total / many;
  return Array.from({ length: many }, (_, i) => (Math.floor(i * step) + turn * 7) % total).filter(
    (index, i, all) => all.indexOf(index) === i,
  );
}

/** Equal requests have equal keys: only what the pipeline reads of the settings counts. */
export function keyOf({ settings, ...rest }: PipelinePreviewRequest): string {
  const { augmentation, normalization, preprocessing, selection, seed, trainLimit } = settings;
  return JSON.stringify([rest, augmentation, normalization, preprocessing, selection, seed, trainLimit]);
}

/** What happens to the images after the pipeline: how they are put together. */
export function batchText({ batchSize, seed, augmentation }: TrainingSettings, shape: Shape3): string {
  const { mixup, cutmix } = augmentation;
  const values = { count: batchSize, shape: formatShape(shape), seed };
  if (mixup === 0 && cutmix === 0) return t('data.pipeline.batchDetail', values);
  const how = mixup > 0 && cutmix > 0 ? 'both' : mixup > 0 ? 'mixup' : 'cutmix';
  return t('data.pipeline.batchDetailMixed', { ...values, how });
}
