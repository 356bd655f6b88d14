/** How much memory a training may still take. */
import { freemem } from 'node:os';

/**
 * Bytes that this machine has free, or that the container we run in may still take where that is less. On Linux free
 * counts what the system's caches would give back.
 */
export function freeMemory(): number {
  // Node 20.13 and later; the types are of an older one.
  const { availableMemory } = process as NodeJS.Process & { availableMemory?: () => number };
  const within = availableMemory?.call(process) ?? Number.POSITIVE_INFINITY;
  return Math.min(freemem(), within > 0 ? within : Number.POSITIVE_INFINITY);
}
