/** What earlier versions kept in the browser's storage: read once, and removed when the host has it. */

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

export function oldEntry(key: string): string | undefined {
  return storage()?.getItem(key) ?? undefined;
}

export function removeOldEntry(key: string): void {
  storage()?.removeItem(key);
}

/** The state of a store that `persist` of zustand wrote. */
export function oldState(key: string): Record<string, unknown> | undefined {
  const text = oldEntry(key);
  if (text === undefined) return undefined;
  try {
    const { state } = Object(JSON.parse(text)) as { state?: unknown };
    return typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
