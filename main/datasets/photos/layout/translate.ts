/** Labels in other words than the folders' ("490" for "n03444034"), by a list that has both. */
import type { LabelTable } from './table';

/** @returns what each label is among `classes`; undefined where no table has both. */
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
