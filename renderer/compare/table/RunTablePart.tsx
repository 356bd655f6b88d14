/** The run table with its bar, as it is filtered. */
import type { RunRecord } from '../../../core/study/run';
import { useFilteredRuns } from '../../runs/filter';
import { RunTable } from './RunTable';
import { TableBar } from './TableBar';
import { TablePane } from './TablePane';
import { useRunTable } from './view';

export function RunTablePart({
  all,
  chosen,
}: {
  all: readonly RunRecord[];
  /** Ids of the charted ones. */
  chosen: ReadonlySet<string>;
}) {
  const table = useRunTable((state) => state.table);
  const shown = useFilteredRuns(all, table);
  return (
    <TablePane rows={shown.length * (1 + table.groups.length) + (table.baseline === '' ? 0 : 1)}>
      <TableBar shown={shown} total={all.length} />
      <RunTable runs={shown} all={all} chosen={chosen} />
    </TablePane>
  );
}
