/** 31 bits of a name (FNV-1a), the key of its random draws: arms that share a parameter's name share its initial value. */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash & 0x7fffffff;
}
