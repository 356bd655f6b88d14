/** The ablation table as Markdown, CSV or JSON. The headings of CSV and the keys of JSON are always English, for scripts. */
import { csvText } from '../format/csv';
import { t } from '../messages';
import { remarkWords } from './describe-remark';
import type { AblationTable, TableRow } from './table';
import { TABLE_COLUMNS } from './table-columns';

export type TableFormat = 'md' | 'csv' | 'json';

/** Ends in a line break. @throws RangeError for another format. */
export function formatTable(table: AblationTable, format: TableFormat): string {
  switch (format) {
    case 'md':
      return markdown(table);
    case 'csv':
      return csv(table);
    case 'json':
      return `${JSON.stringify(worded(table), null, 2)}\n`;
    default:
      throw new RangeError(`A table is written as md, csv or json. Received: ${String(format)}.`);
  }
}

/** With the text of each remark. */
function worded(table: AblationTable) {
  return {
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      remarks: row.remarks.map((remark) => ({ ...remark, words: remarkWords(remark) })),
    })),
    absent: table.absent.map(({ arm, remark }) => ({
      arm,
      remark: { ...remark, words: remarkWords(remark) },
    })),
  };
}

/** `Plain-34: 3 of 3 left out (failed).` */
export const absentSentences = ({ absent }: Pick<AblationTable, 'absent'>): string[] =>
  absent.map(({ arm, remark }) => t('compare.table.absent', { arm, remark: remarkWords(remark) }));

/** Below the numbers: what is absent, what the remarks mean, how it was measured. */
export const tableParagraphs = (table: AblationTable): string[] => [
  ...absentSentences(table),
  ...table.notes,
  ...(table.caption ? [table.caption] : []),
];

function markdown(table: AblationTable): string {
  const columns = TABLE_COLUMNS.filter(({ isShown }) => isShown?.(table) ?? true);
  const cell = (text: string) =>
    text
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replace(/[\r\n]+/g, ' ');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ heading }) => cell(t(heading)))),
    line(columns.map(({ isWords }) => (isWords ? '---' : '---:'))),
    ...table.rows.map((row) => line(columns.map(({ text }) => cell(text(row))))),
    '',
    ...tableParagraphs(table).flatMap((paragraph) => [paragraph.replace(/[\r\n]+/g, ' '), '']),
  ].join('\n');
}

/** Numbers are in full precision. */
function csv(table: AblationTable): string {
  const caption = tableParagraphs(table).join(' ');
  const fields = csvFields(table);
  const records = [
    [...fields.map(([name]) => name), 'caption'],
    ...table.rows.map((row) => [...fields.map(([, value]) => value(row)), caption]),
  ];
  return csvText(records);
}

/** The network, both sides, and the difference. Fields that only some tables have are the last of a side. */
function csvFields(
  table: AblationTable,
): [name: string, value: (row: TableRow) => string | number | undefined][] {
  const [network, ...others] = TABLE_COLUMNS.map(({ csv }) => Object.entries(csv?.row ?? {}));
  const sideFields = TABLE_COLUMNS.filter(({ isShown }) => isShown?.(table) ?? true)
    .sort((a, b) => Number(a.isShown !== undefined) - Number(b.isShown !== undefined))
    .flatMap(({ csv }) => Object.entries(csv?.side ?? {}));
  const ofSide = (side: 'residual' | 'plain') =>
    sideFields.map(([name, value]): ReturnType<typeof csvFields>[number] => [
      `${side}_${name}`,
      (row) => row[side] && value(row[side]),
    ]);
  return [...(network ?? []), ...ofSide('residual'), ...ofSide('plain'), ...others.flat()];
}
