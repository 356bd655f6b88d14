/** Cuts a stream of bytes into files of one size. */

export const SHARD_BYTES = 4 * 1024 * 1024;

/** @param pieces one after the other. Yields full shards and what is left; a shard is used again for the next one. */
export function* shardsOf(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const shard = new Uint8Array(SHARD_BYTES);
  let filled = 0;
  for (const piece of pieces) {
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
