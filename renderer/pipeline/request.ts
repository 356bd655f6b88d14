/** What the preview of the input pipeline is asked for: the Train view's settings, the open network's Input. Pure. */
import type { PipelinePreviewRequest } from '../../core/contract/preview';
import { plural } from '../../core/format/plural';
import type { GraphDocument } from '../../core/graph/document';
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

/** What is left of the pipeline after the images: how they are put together. */
export function batchWords(settings: TrainingSettings, [height, width, channels]: Shape3): string {
  const { batchSize, seed } = settings;
  const mixed = [
    ...(settings.augmentation.mixup > 0 ? ['mixup'] : []),
    ...(settings.augmentation.cutmix > 0 ? ['cutmix'] : []),
  ];
  return [
    `${plural(batchSize, 'image')} of ${height} × ${width} × ${channels}, in an order drawn from seed ${seed} and the epoch`,
    ...(mixed.length > 0 ? [`${mixed.join(' or ')} over the batch`] : []),
  ].join('; ');
}
