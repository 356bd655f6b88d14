/** The forms of a report that are one text. */
import { csvText } from '../format/csv';
import { type ReportDocument, type ReportTable, tablesOf } from './document';
import { reportHtml } from './html';
import { latexTable } from './latex';
import { reportMarkdown } from './markdown';

export type ReportText = 'html' | 'md' | 'latex' | 'csv';

export function reportText(report: ReportDocument, format: ReportText): string {
  switch (format) {
    case 'html':
      return reportHtml(report);
    case 'md':
      return reportMarkdown(report);
    case 'latex':
      return tablesOf(report).map(latexTable).join('\n');
    case 'csv':
      return tablesOf(report).map(csvTable).join('\r\n');
  }
}

/** Numbers are in full precision where the table has such a form, else as they are shown. */
export const csvTable = ({ columns, rows, csv }: ReportTable): string =>
  csv ?? csvText([columns.map(({ heading }) => heading), ...rows.map((row) => row.map(({ text }) => text))]);
