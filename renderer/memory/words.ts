/** The memory that a training will take, in words. Pure. */

import type { MemoryEstimate } from '../../core/contract/training';
import { formatBytes } from '../../core/format/bytes';
import { type Key, t } from '../../core/messages';

/** Whether the device has room; undefined where what is free is unknown. */
export const fits = ({ total, available }: MemoryEstimate): boolean | undefined =>
  available === undefined ? undefined : total <= available;

/** "Memory: about 3.1 GB of 18 GB free; largest layer: stem.conv." */
export function memoryWords(estimate: MemoryEstimate): string {
  const node = estimate.largest[0]?.node;
  const total = formatBytes(estimate.total);
  if (estimate.available === undefined) {
    return node === undefined
      ? t('train.memory.about', { total })
      : t('train.memory.aboutLargest', { total, node });
  }
  const available = formatBytes(estimate.available);
  if (fits(estimate)) {
    return node === undefined
      ? t('train.memory.fits', { total, available })
      : t('train.memory.fitsLargest', { total, available, node });
  }
  return node === undefined
    ? t('train.memory.short', { total, available })
    : t('train.memory.shortLargest', { total, available, node });
}

/** What to do where it does not fit and no batch size mends it. */
export function noBatchFits({ fittingBatchSize }: MemoryEstimate, batchSize: number): string | undefined {
  if (fittingBatchSize !== undefined && fittingBatchSize < batchSize) return undefined;
  return t('train.memory.noBatchFits');
}

const PARTS = [
  ['activations', 'train.memory.parts.activations'],
  ['workspace', 'train.memory.parts.workspace'],
  ['weights', 'train.memory.parts.weights'],
  ['gradients', 'train.memory.parts.gradients'],
  ['slots', 'train.memory.parts.slots'],
  ['data', 'train.memory.parts.images'],
  ['runtime', 'train.memory.parts.runtime'],
] as const satisfies readonly (readonly [keyof MemoryEstimate, Key])[];

/** By what takes it, largest first, for the tooltip. */
export function memoryParts(estimate: MemoryEstimate): string[] {
  const onGpu = estimate.residentImages !== undefined;
  return PARTS.map(([part, key]) => ({
    name: t(part === 'data' && onGpu ? 'train.memory.parts.imagesOnGpu' : key),
    bytes: estimate[part],
  }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ name, bytes }) => t('train.memory.part', { part: name, size: formatBytes(bytes) }));
}

/** The one that takes most: arms are trained one after the other. */
export function largestOf<Estimated extends { estimate: MemoryEstimate }>(
  all: readonly Estimated[],
): Estimated | undefined {
  return all.reduce<Estimated | undefined>(
    (most, one) => (most && most.estimate.total >= one.estimate.total ? most : one),
    undefined,
  );
}
