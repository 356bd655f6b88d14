/** The filter of runs, which Compare, Predict and Export share. */
import { useMemo } from 'react';
import { textOf } from '../../core/messages';
import { QueryError } from '../../core/query/expression';
import { type Away, type RunTest, shownTest } from '../../core/query/filter-runs';
import type { RunRecord } from '../../core/study/run';
import { type StudyGroup, useSelection } from './selection';

/** Hidden runs are only hidden in Compare. */
const WITHOUT_ARCHIVED: Away = { hidden: true, archived: false };

/** @returns a text instead of a test while the filter cannot be read */
export function readFilter(
  filter: string,
  shown: Away = WITHOUT_ARCHIVED,
): { test: RunTest } | { problem: string } {
  try {
    return { test: shownTest(filter, shown) };
  } catch (error) {
    if (error instanceof QueryError) return { problem: textOf(error.said) };
    throw error;
  }
}

/** Without a filter while it cannot be read. */
const testOf = (filter: string, shown?: Away): RunTest => {
  const read = readFilter(filter, shown);
  return 'problem' in read ? testOf('', shown) : read.test;
};

export function filtered(groups: readonly StudyGroup[], filter: string): readonly StudyGroup[] {
  const test = testOf(filter);
  return groups
    .map((group) => ({ ...group, runs: group.runs.filter(test) }))
    .filter(({ runs }) => runs.length > 0);
}

export function useFiltered(groups: readonly StudyGroup[]): readonly StudyGroup[] {
  const filter = useSelection((selection) => selection.filter);
  return useMemo(() => filtered(groups, filter), [groups, filter]);
}

/** Those that the filter leaves, of the runs that are shown. */
export function useFilteredRuns(
  runs: readonly RunRecord[],
  { hidden, archived }: Away,
): readonly RunRecord[] {
  const filter = useSelection((selection) => selection.filter);
  return useMemo(() => runs.filter(testOf(filter, { hidden, archived })), [runs, filter, hidden, archived]);
}
