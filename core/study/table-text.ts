/** Both tables as Markdown, CSV or JSON. The headings of CSV and the keys of JSON are always English, for scripts. */
import { csvText } from '../format/csv';
import { t } from '../messages';
import type { Compared } from './compared';
import { remarkWords } from './describe-remark';
import { type Remark, verdictOf } from './remarks';
import { isArmsTable, type StudyTable } from './study-tables';
import type { AblationTable, TableRow } from './table';
import { ARM_COLUMNS, type Column, TABLE_COLUMNS } from './table-columns';

export type TableFormat = 'md' | 'csv' | 'json';

export interface TableCell {
  text: string;
  /** The cell of a difference that is significant. */
  verdict?: 'gain' | 'loss';
}

/** The columns and cells that Markdown and reports show. */
export interface TableCells {
  columns: readonly { heading: string; isWords?: true }[];
  rows: readonly (readonly TableCell[])[];
}

export const tableCells = (table: StudyTable): TableCells =>
  isArmsTable(table) ? cellsOf(table, ARM_COLUMNS) : cellsOf(table, TABLE_COLUMNS);

/** Ends in a line break. @throws RangeError for another format. */
export function formatTable(table: StudyTable, format: TableFormat): string {
  switch (format) {
    case 'md':
      return markdown(table);
    case 'csv':
      return isArmsTable(table) ? csv(table, ARM_COLUMNS) : csv(table, TABLE_COLUMNS);
    case 'json':
      return `${JSON.stringify(worded(table), null, 2)}\n`;
    default:
      throw new RangeError(`A table is written as md, csv or json. Received: ${String(format)}.`);
  }
}

type TableOf<Row> = { rows: readonly Row[] } & Pick<AblationTable, 'notes' | 'caption'> &
  Partial<Pick<AblationTable, 'absent'>>;

type Row = Compared & { remarks: readonly Remark[] };

function cellsOf<Each extends Row, Table extends TableOf<Each>>(
  table: Table,
  all: readonly Column<Each, Table>[],
): TableCells {
  const columns = all.filter(({ isShown, isDetail }) => !isDetail && (isShown?.(table) ?? true));
  return {
    columns: columns.map(({ heading, isWords }) => ({
      heading: t(heading),
      ...(isWords ? { isWords } : {}),
    })),
    rows: table.rows.map((row) =>
      columns.map(({ text, window }) => {
        const verdict = window?.isVerdict ? verdictOf(row) : undefined;
        return { text: text(row), ...(verdict ? { verdict } : {}) };
      }),
    ),
  };
}

/** With the text of each remark. */
function worded(table: TableOf<Row>) {
  return {
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      remarks: row.remarks.map((remark) => ({ ...remark, words: remarkWords(remark) })),
    })),
    ...(table.absent
      ? {
          absent: table.absent.map(({ arm, remark }) => ({
            arm,
            remark: { ...remark, words: remarkWords(remark) },
          })),
        }
      : {}),
  };
}

/** `Plain-34: 3 of 3 left out (failed).` */
export const absentSentences = ({ absent = [] }: Partial<Pick<AblationTable, 'absent'>>): string[] =>
  absent.map(({ arm, remark }) => t('compare.table.absent', { arm, remark: remarkWords(remark) }));

/** Below the numbers: what is absent, what the remarks mean, how it was measured. */
export const tableParagraphs = (
  table: Pick<AblationTable, 'notes' | 'caption'> & Partial<Pick<AblationTable, 'absent'>>,
): string[] => [...absentSentences(table), ...table.notes, ...(table.caption ? [table.caption] : [])];

function markdown(table: StudyTable): string {
  const { columns, rows } = tableCells(table);
  const cell = (text: string) =>
    text
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replace(/[\r\n]+/g, ' ');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ heading }) => cell(heading))),
    line(columns.map(({ isWords }) => (isWords ? '---' : '---:'))),
    ...rows.map((row) => line(row.map(({ text }) => cell(text)))),
    '',
    ...tableParagraphs(table).flatMap((paragraph) => [paragraph.replace(/[\r\n]+/g, ' '), '']),
  ].join('\n');
}

/** Numbers are in full precision. */
function csv<Row, Table extends TableOf<Row>>(table: Table, columns: readonly Column<Row, Table>[]): string {
  const caption = tableParagraphs(table).join(' ');
  const fields = csvFields(table, columns);
  const records = [
    [...fields.map(([name]) => name), 'caption'],
    ...table.rows.map((row) => [...fields.map(([, value]) => value(row)), caption]),
  ];
  return csvText(records);
}

/** What the row is, both sides if it has two, and the rest. Fields that only some tables have are the last of a side. */
function csvFields<Row, Table extends TableOf<Row>>(
  table: Table,
  columns: readonly Column<Row, Table>[],
): [name: string, value: (row: Row) => string | number | undefined][] {
  const [first, ...others] = columns.map(({ csv }) => Object.entries(csv?.row ?? {}));
  const sideFields = columns
    .filter(({ isShown }) => isShown?.(table) ?? true)
    .sort((a, b) => Number(a.isShown !== undefined) - Number(b.isShown !== undefined))
    .flatMap(({ csv }) => Object.entries(csv?.side ?? {}));
  const ofSide = (name: 'residual' | 'plain') =>
    sideFields.map(([field, value]): ReturnType<typeof csvFields<Row, Table>>[number] => [
      `${name}_${field}`,
      (row) => {
        const side = (row as TableRow)[name];
        return side && value(side);
      },
    ]);
  return [...(first ?? []), ...ofSide('residual'), ...ofSide('plain'), ...others.flat()];
}
