import type { LabelTable } from './table';

/** Translates labels ("490") to classes ("n03444034") by a table that has both; undefined if there is none. */
export function translation(
  labels: ReadonlySet<string>,
  classes: readonly string[],
  tables: readonly LabelTable[],
): ReadonlyMap<string, string> | undefined {
  const wanted = new Set(classes);
  for (const { rows, columns } of tables) {
    const holding = (sought: ReadonlySet<string>) =>
      [...Array(columns).keys()].find((column) => {
        const found = new Set(rows.map((row) => row[column] ?? '').filter((cell) => sought.has(cell)));
        return found.size === sought.size;
      });
    const [from, to] = [holding(labels), holding(wanted)];
    if (from === undefined || to === undefined || from === to) continue;
    const names = new Map(rows.map((row) => [row[from] ?? '', row[to] ?? '']));
    if (new Set(names.values()).size === names.size) return names;
  }
  return undefined;
}
