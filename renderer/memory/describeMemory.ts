/** The memory that a training will take, in words. Pure. */

import type { MemoryEstimate } from '../../core/contract/training';
import { formatBytes } from '../../core/format/bytes';
import { type Key, t } from '../../core/messages';

/** Whether the device has enough; undefined if its free memory is unknown. */
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
  const values = { total, available: formatBytes(estimate.available) };
  if (node === undefined) return t(fits(estimate) ? 'train.memory.fits' : 'train.memory.short', values);
  return t(fits(estimate) ? 'train.memory.fitsLargest' : 'train.memory.shortLargest', { ...values, node });
}

/** What to do if it does not fit, whatever the batch size. */
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

/** What takes the memory, largest first. */
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

/** The arm that needs the most, for one run at a time. */
export const largestOf = <Estimated extends { estimate: MemoryEstimate }>(all: readonly Estimated[]) =>
  [...all].sort((a, b) => b.estimate.total - a.estimate.total)[0];
