/** The run table by keyboard. Pure. */

export interface Place {
  /** Row that has the focus. */
  at: number;
  count: number;
  /** Rows in sight. */
  page: number;
}

/** The row that a key leads to. */
export function rowAfter(key: string, { at, count, page }: Place): number | undefined {
  if (count === 0) return undefined;
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/** Ids from one row to another, in any order, both included. */
export function between(ids: readonly string[], from: string, to: string): string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
