/** The tables that a choice of runs makes. */
import { groupBy } from '../basics/group-by';
import { type ArmsTable, armsTable } from './arms-table';
import type { RunRecord } from './run';
import { type AblationTable, ablationTable } from './table';

export type StudyTable = ArmsTable | AblationTable;

export const isArmsTable = (table: StudyTable): table is ArmsTable => 'baseline' in table;

/**
 * One for each study with a baseline; and one with residual networks beside their plain twins for all other runs, if there are any, or no
 * runs at all. The twins of a study are in it, too, if the baseline is in only some of its pairs.
 */
export function studyTables(runs: readonly RunRecord[]): StudyTable[] {
  const studies = groupBy(
    runs.filter(({ baseline }) => baseline !== undefined),
    ({ studyId }) => studyId,
  );
  const others = [
    ...runs.filter(({ baseline }) => baseline === undefined),
    ...[...studies.values()].flatMap(twinsApart),
  ];
  return [
    ...[...studies.values()].map((ofStudy) => armsTable(ofStudy as [RunRecord, ...RunRecord[]])),
    ...(others.length > 0 || studies.size === 0 ? [ablationTable(others)] : []),
  ];
}

/** The twins of a study, unless each pair has the baseline in it: then the table of the arms compares them. */
function twinsApart(ofStudy: readonly RunRecord[]): RunRecord[] {
  const twins = [...groupBy(ofStudy, ({ network }) => network.twinKey).values()].filter(
    (runs) => new Set(runs.map(({ network }) => network.variant)).size > 1,
  );
  const isApart = (runs: readonly RunRecord[]) => runs.every(({ arm, baseline }) => arm !== baseline);
  return twins.some(isApart) ? twins.flat() : [];
}
