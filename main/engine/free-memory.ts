import { freemem } from 'node:os';

/** Bytes that a training may still use: free memory, caches included, or the container's limit if that is lower. */
export function freeMemory(): number {
  // Since Node 20.13; the types are older.
  const { availableMemory } = process as NodeJS.Process & { availableMemory?: () => number };
  const within = availableMemory?.call(process) ?? Number.POSITIVE_INFINITY;
  return Math.min(freemem(), within > 0 ? within : Number.POSITIVE_INFINITY);
}
