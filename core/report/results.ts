/** The ablation table, and what a reader must know about its numbers. */
import { t } from '../messages';
import { verdictOf } from '../study/remarks';
import { ablationTable, type TableRow } from '../study/table';
import { TABLE_COLUMNS, type TableColumn } from '../study/table-columns';
import { formatTable, tableParagraphs } from '../study/table-text';
import type { ReportBlock, ReportCell } from './document';
import { type ReportedStudy, recordsOf } from './study';

export function resultBlocks(study: ReportedStudy): ReportBlock[] {
  const table = ablationTable(recordsOf(study));
  const columns = TABLE_COLUMNS.filter(({ isShown }) => isShown?.(table) ?? true);
  const below = tableParagraphs(table).map((text): ReportBlock => ({ kind: 'text', text, tone: 'muted' }));
  if (table.rows.length === 0) return [{ kind: 'text', text: t('report.results.none') }, ...below];
  return [
    {
      kind: 'table',
      id: 'ablation',
      caption: t('report.results.caption', { study: study.name }),
      columns: columns.map(({ heading, isWords }) => ({
        heading: t(heading),
        ...(isWords ? { isWords } : {}),
      })),
      rows: table.rows.map((row) => columns.map((column) => cellOf(column, row))),
      csv: formatTable(table, 'csv'),
    },
    ...below,
  ];
}

function cellOf({ text, window }: TableColumn, row: TableRow): ReportCell {
  const verdict = window?.isVerdict ? verdictOf(row) : undefined;
  return { text: text(row), ...(verdict ? { tone: verdict } : {}) };
}
