/** The tables of results, and what a reader must know about their numbers. */
import { join, t } from '../messages';
import { isHalved } from '../study/halved-runs';
import type { RunRecord } from '../study/run';
import { armName } from '../study/seed-groups';
import { isArmsTable, studyTables } from '../study/study-tables';
import { formatTable, tableCells, tableParagraphs } from '../study/table-text';
import type { ReportBlock } from './document';
import { type ReportedStudy, recordsOf } from './study';

export function resultBlocks(study: ReportedStudy): ReportBlock[] {
  const records = recordsOf(study);
  return [...preliminary(records), ...tableBlocks(study, records)];
}

/** What is to be known before a number is read. */
function preliminary(records: readonly RunRecord[]): ReportBlock[] {
  const left = records.filter(({ state }) => !ENDED.includes(state)).length;
  const rule = records.find(({ halving }) => halving)?.halving;
  const halved = [...new Set(records.filter(isHalved).map(armName))];
  const warnings = [
    ...(left > 0 ? [t('report.results.early', { left, count: records.length })] : []),
    ...(rule && halved.length > 0 ? [t('report.results.halving', { ...rule, arms: join(halved) })] : []),
  ];
  return warnings.map((text): ReportBlock => ({ kind: 'text', text, tone: 'warning' }));
}

const ENDED: readonly RunRecord['state'][] = ['finished', 'failed', 'stopped'];

const tableBlocks = (study: ReportedStudy, records: readonly RunRecord[]): ReportBlock[] =>
  studyTables(records).flatMap((table, index): ReportBlock[] => {
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
