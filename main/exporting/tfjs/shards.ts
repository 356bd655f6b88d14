/** Cuts the weights of a model into files of equal size. */
import { elementCount } from '../../../core/basics/element-count';
import type { WeightEntry } from './graph';

const SHARD_BYTES = 4 * 1024 * 1024;

export const shardCount = (weights: readonly WeightEntry[]): number =>
  Math.ceil(weights.reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0) / SHARD_BYTES);

export const shardName = (index: number, count: number): string => `group1-shard${index + 1}of${count}.bin`;

/** @param pieces one after the other. Yields full shards and what is left; a shard is used again for the next one. */
export function* shardsOf(pieces: Iterable<() => Uint8Array>): Generator<Uint8Array> {
  const shard = new Uint8Array(SHARD_BYTES);
  let filled = 0;
  for (const bytes of pieces) {
    const piece = bytes();
    for (let begin = 0; begin < piece.length; ) {
      const part = piece.subarray(begin, begin + SHARD_BYTES - filled);
      shard.set(part, filled);
      filled += part.length;
      begin += part.length;
      if (filled < SHARD_BYTES) continue;
      yield shard;
      filled = 0;
    }
  }
  if (filled > 0) yield shard.subarray(0, filled);
}
