/** The request for a preview of the input pipeline. Pure. */

import type { PipelinePreviewRequest } from '../../core/contract/preview';
import { formatImageShape } from '../../core/format/shape';
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

/** Positions of `count` images, spread over a split that may be sorted by class; another `turn` gives other images. */
export function spread(total: number, count: number, turn = 0): number[] {
  const many = Math.min(total, count);
  return Array.from({ length: many }, (_, i) => (Math.floor((i * total) / many) + turn * 7) % total);
}

/** A key that is equal for requests with the same answer: only some settings change the pipeline. */
export function keyOf({ settings, ...rest }: PipelinePreviewRequest): string {
  const { augmentation, normalization, preprocessing, selection, seed, trainLimit } = settings;
  return JSON.stringify([rest, augmentation, normalization, preprocessing, selection, seed, trainLimit]);
}

/** How images are put together into a batch. */
export function batchText({ batchSize, seed, augmentation }: TrainingSettings, shape: Shape3): string {
  const { mixup, cutmix } = augmentation;
  const values = { count: batchSize, shape: formatImageShape(shape), seed };
  if (mixup === 0 && cutmix === 0) return t('data.pipeline.batchDetail', values);
  const how = mixup > 0 && cutmix > 0 ? 'both' : mixup > 0 ? 'mixup' : 'cutmix';
  return t('data.pipeline.batchDetailMixed', { ...values, how });
}
