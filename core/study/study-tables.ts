/** The tables that a choice of runs makes. */
import { groupBy } from '../basics/group-by';
import { type ArmsTable, armsTable } from './arms-table';
import type { RunRecord } from './run';
import { type AblationTable, ablationTable } from './table';

export type StudyTable = ArmsTable | AblationTable;

export const isArmsTable = (table: StudyTable): table is ArmsTable => 'baseline' in table;

/**
 * One for each study with a baseline; one for networks that lost some of their shortcuts; and one with residual networks beside
 * their plain twins for all other runs, if there are any, or no runs at all. The twins of a study are in it, too, if the baseline is in
 * only some of its pairs.
 */
export function studyTables(runs: readonly RunRecord[]): StudyTable[] {
  const studies = [
    ...groupBy(
      runs.filter(({ baseline }) => baseline !== undefined),
      ({ studyId }) => studyId,
    ).values(),
  ];
  const without = runs.filter(({ baseline }) => baseline === undefined);
  const thinned = [
    ...groupBy(without, ({ studyId, network }) => JSON.stringify([studyId, network.twinKey])).values(),
  ].flatMap(withLargestAsBaseline);
  const taken = new Set(thinned.flat().map(({ id }) => id));
  const others = [...without.filter(({ id }) => !taken.has(id)), ...studies.flatMap(twinsApart)];
  return [
    ...[...studies, ...thinned].map((ofStudy) => armsTable(ofStudy as [RunRecord, ...RunRecord[]])),
    ...(others.length > 0 || studies.length + thinned.length === 0 ? [ablationTable(others)] : []),
  ];
}

/**
 * Networks that differ in how many shortcuts they have, and have some: the one with the most is the baseline.
 * @param alike runs of one study, the same apart from their shortcuts
 * @returns them with their baseline; nothing if one is a plain twin, which a network is compared with then
 */
function withLargestAsBaseline(alike: readonly RunRecord[]): RunRecord[][] {
  const counts = new Map(alike.map(({ arm, network }) => [arm, network.shortcuts ?? 0]));
  const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())];
  const largest = [...counts].flatMap(([arm, count]) => (count === most ? [arm] : []));
  const [baseline, ...rivals] = largest;
  if (least === 0 || least === most || rivals.length > 0) return [];
  return [alike.map((run) => ({ ...run, baseline }))];
}

/** The twins of a study, unless each pair has the baseline in it: then the table of the arms compares them. */
function twinsApart(ofStudy: readonly RunRecord[]): RunRecord[] {
  const twins = [...groupBy(ofStudy, ({ network }) => network.twinKey).values()].filter(
    (runs) => new Set(runs.map(({ network }) => network.variant)).size > 1,
  );
  const isApart = (runs: readonly RunRecord[]) => runs.every(({ arm, baseline }) => arm !== baseline);
  return twins.some(isApart) ? twins.flat() : [];
}
