/** Classes mixed evenly, each in natural order of names, so that the first N have every class in proportion. */

import { groupBy } from '../../../../core/basics/group-by';
import { naturalOrder } from '../../../../core/basics/natural-order';

export function evenlyMixed<Row extends { label: number; name: string }>(rows: readonly Row[]): Row[] {
  const classes = [...groupBy(rows, ({ label }) => label).values()];
  const placed = classes.flatMap((members) =>
    members
      .sort((a, b) => naturalOrder(a.name, b.name))
      // The middle of its equal share of the line from 0 to 1.
      .map((row, n) => ({ at: (n + 0.5) / members.length, row })),
  );
  return placed.sort((a, b) => a.at - b.at || a.row.label - b.row.label).map(({ row }) => row);
}
