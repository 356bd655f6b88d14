/** The tables of results, and what a reader must know about their numbers. */
import { t } from '../messages';
import { isArmsTable, studyTables } from '../study/study-tables';
import { formatTable, tableCells, tableParagraphs } from '../study/table-text';
import type { ReportBlock } from './document';
import { type ReportedStudy, recordsOf } from './study';

export const resultBlocks = (study: ReportedStudy): ReportBlock[] =>
  studyTables(recordsOf(study)).flatMap((table, index): ReportBlock[] => {
    const id = isArmsTable(table) ? 'arms' : 'ablation';
    const below = tableParagraphs(table).map((text): ReportBlock => ({ kind: 'text', text, tone: 'muted' }));
    if (table.rows.length === 0) return [{ kind: 'text', text: t('report.results.none') }, ...below];
    const { columns, rows } = tableCells(table);
    return [
      {
        kind: 'table',
        id: index === 0 ? id : `${id}-${index + 1}`,
        caption: t('report.results.caption', { study: study.name }),
        columns,
        rows: rows.map((row) =>
          row.map(({ text, verdict }, column) => ({
            text: columns[column]?.isWords ? text : withMinus(text),
            ...(verdict ? { tone: verdict } : {}),
          })),
        ),
        csv: formatTable(table, 'csv'),
      },
      ...below,
    ];
  });

/** As in the window: a minus sign where a number begins with a hyphen. */
const withMinus = (text: string): string => text.replace(/(^|\s)-(?=\d)/g, '$1−');
