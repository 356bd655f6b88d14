/** The memory that a training will take, in words. Pure. */

import type { MemoryEstimate } from '../../core/contract/training';
import { formatBytes } from '../../core/format/bytes';

/** Whether the device has room; undefined where what is free is unknown. */
export const fits = ({ total, available }: MemoryEstimate): boolean | undefined =>
  available === undefined ? undefined : total <= available;

/** "Memory: about 3.1 GB of 18 GB free; largest layer: stem.conv." */
export function memoryWords(estimate: MemoryEstimate): string {
  const { total, available, largest } = estimate;
  const node = largest[0]?.node;
  const most = node === undefined ? '' : `; largest layer: ${node}`;
  if (available === undefined) return `Memory: about ${formatBytes(total)}${most}.`;
  if (total <= available)
    return `Memory: about ${formatBytes(total)} of ${formatBytes(available)} free${most}.`;
  return `Memory: about ${formatBytes(total)}, but ${formatBytes(available)} are free${most}.`;
}

/** What to do where it does not fit and no batch size mends it. */
export function noBatchFits({ fittingBatchSize }: MemoryEstimate, batchSize: number): string | undefined {
  if (fittingBatchSize !== undefined && fittingBatchSize < batchSize) return undefined;
  return 'No smaller batch fits: take a narrower network, or smaller images.';
}

const PARTS = [
  ['activations', 'activations'],
  ['workspace', 'workspace'],
  ['weights', 'weights'],
  ['gradients', 'gradients'],
  ['slots', 'optimizer slots'],
  ['data', 'images'],
  ['runtime', 'TensorFlow and Node'],
] as const;

/** By what takes it, largest first, for the tooltip. */
export function memoryParts(estimate: MemoryEstimate): string[] {
  const onGpu = estimate.residentImages === undefined ? '' : ' held by the GPU';
  return PARTS.map(([part, words]) => ({
    words: part === 'data' ? words + onGpu : words,
    bytes: estimate[part],
  }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ words, bytes }) => `${words} ${formatBytes(bytes)}`);
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
