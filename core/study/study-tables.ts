/** The tables that a choice of runs makes. */
import { groupBy } from '../basics/group-by';
import { type ArmsTable, armsTable } from './arms-table';
import type { RunRecord } from './run';
import { type AblationTable, ablationTable } from './table';

export type StudyTable = ArmsTable | AblationTable;

export const isArmsTable = (table: StudyTable): table is ArmsTable => 'baseline' in table;

/**
 * One for each study with a baseline; and one with residual networks beside their plain twins for all other runs, if there are any, or no
 * runs at all.
 */
export function studyTables(runs: readonly RunRecord[]): StudyTable[] {
  const studies = groupBy(
    runs.filter(({ baseline }) => baseline !== undefined),
    ({ studyId }) => studyId,
  );
  const others = runs.filter(({ baseline }) => baseline === undefined);
  return [
    ...[...studies.values()].map((ofStudy) => armsTable(ofStudy as [RunRecord, ...RunRecord[]])),
    ...(others.length > 0 || studies.size === 0 ? [ablationTable(others)] : []),
  ];
}
