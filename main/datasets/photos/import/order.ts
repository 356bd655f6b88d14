/** Classes mixed evenly, each in natural order of names, so that the first N have every class in proportion. */
import { naturalOrder } from '../../../../core/basics/natural-order';

export function evenlyMixed<Row extends { label: number; name: string }>(rows: readonly Row[]): Row[] {
  const classes = new Map<number, Row[]>();
  for (const row of rows) {
    const known = classes.get(row.label);
    if (known) known.push(row);
    else classes.set(row.label, [row]);
  }
  const placed: { at: number; row: Row }[] = [];
  for (const members of classes.values()) {
    members.sort((a, b) => naturalOrder(a.name, b.name));
    // The middle of its equal share of the line from 0 to 1.
    members.forEach((row, n) => {
      placed.push({ at: (n + 0.5) / members.length, row });
    });
  }
  placed.sort((a, b) => a.at - b.at || a.row.label - b.row.label);
  return placed.map(({ row }) => row);
}
