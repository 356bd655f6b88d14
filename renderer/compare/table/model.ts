/** The rows of the run table: sorted, grouped and folded by the library; the filter is that of core/query. */
import {
  type ColumnDef,
  columnGroupingFeature,
  columnResizingFeature,
  columnSizingFeature,
  createGroupedRowModel,
  createSortedRowModel,
  type Row,
  rowAggregationFeature,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { RunTableView } from '../../../core/contract/kept';
import { headingOf } from '../../../core/query/field-text';
import type { FieldValue, RunField } from '../../../core/query/run-fields';
import type { RunRecord } from '../../../core/study/run';
import { inOrder, type Summary, summaryOf } from './summary';
import { arrange, fieldsOf, sortsOf, sortText } from './view';

export const features = tableFeatures({
  rowSortingFeature,
  columnSizingFeature,
  columnResizingFeature,
  columnGroupingFeature,
  rowAggregationFeature,
  sortedRowModel: createSortedRowModel(),
  groupedRowModel: createGroupedRowModel(),
});
export type RunRow = Row<typeof features, RunRecord>;

/** The first column: the run's name, its box and its star. */
export const NAME = 'name';

/** Pixels. */
const LEAST_WIDTH = 56;
const WIDTHS: Readonly<Partial<Record<string, number>>> = { [NAME]: 250, state: 120, tags: 130, notes: 200 };
const USUAL_WIDTH = { number: 112, boolean: 84, text: 130, tags: 130 } as const;

/** For the deviation beside the mean of a group. */
const DEVIATION_WIDTH = 16;

/** For the difference from the baseline, beside a mean and its deviation. */
const DIFFERENCE_WIDTH = 64;

interface Shown {
  hasBaseline: boolean;
  hasGroups: boolean;
}

function columnOf(field: RunField, { hasBaseline, hasGroups }: Shown): ColumnDef<typeof features, RunRecord> {
  return {
    id: field.name,
    accessorFn: (run) => field.value(run) ?? undefined,
    header: headingOf(field),
    size:
      (WIDTHS[field.name] ?? USUAL_WIDTH[field.type]) +
      (field.group === 'results'
        ? (hasBaseline ? DIFFERENCE_WIDTH : 0) + (hasGroups ? DEVIATION_WIDTH : 0)
        : 0),
    minSize: LEAST_WIDTH,
    sortFn: (a, b, id) => inOrder(a.getValue(id), b.getValue(id)),
    sortUndefined: 'last',
    // The best first.
    sortDescFirst: field.better === 'higher',
    aggregationFn: {
      aggregate: ({ rows, getValue }) =>
        summaryOf(
          field,
          rows.map((row) => getValue(row) as FieldValue | undefined),
        ),
    },
  };
}

const updated = <State>(updater: Updater<State>, state: State): State =>
  typeof updater === 'function' ? (updater as (before: State) => State)(state) : updater;

/** @param runs in the order that they have unsorted */
export function useRunTableModel(runs: readonly RunRecord[], view: RunTableView) {
  const { columns: shown, groups, sort, widths } = view;
  const hasBaseline = view.baseline !== '';
  const fields = useMemo(() => fieldsOf([NAME, ...shown.filter((name) => name !== NAME)]), [shown]);
  const columns = useMemo(() => {
    const names = new Set([
      ...fields.map(({ name }) => name),
      ...groups,
      ...sortsOf({ sort }).map(({ field }) => field),
    ]);
    const hasGroups = groups.length > 0;
    return fieldsOf([...names]).map((field) => columnOf(field, { hasBaseline, hasGroups }));
  }, [fields, groups, sort, hasBaseline]);
  const sorting = useMemo(
    () => sortsOf({ sort }).map(({ field, descending }) => ({ id: field, desc: descending })),
    [sort],
  );
  const grouping = useMemo(() => [...groups], [groups]);
  const data = useMemo(() => [...runs], [runs]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: ({ id }) => id,
    groupedColumnMode: false,
    columnResizeMode: 'onChange',
    state: { sorting, grouping, columnSizing: widths },
    onSortingChange: (updater) =>
      arrange({
        sort: updated(updater, sorting).map(({ id, desc }) => sortText({ field: id, descending: desc })),
      }),
    onColumnSizingChange: (updater) => arrange({ widths: updated(updater, widths) }),
  });
  return { table, fields };
}

/** The rows that are not in a folded group. */
export function unfolded(rows: readonly RunRow[], folded: ReadonlySet<string>): RunRow[] {
  return rows.flatMap((row) =>
    row.subRows.length > 0 && !folded.has(row.id) ? [row, ...unfolded(row.subRows, folded)] : [row],
  );
}

/** The runs of a group, or the run itself. */
export const runsOf = (row: RunRow): RunRecord[] =>
  row.groupingColumnId === undefined ? [row.original] : row.subRows.flatMap(runsOf);

export const summaryIn = (row: RunRow, field: RunField): Summary | undefined =>
  row.getValue<unknown>(field.name) as Summary | undefined;
