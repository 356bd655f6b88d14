/** The filter of runs, which Compare, Predict and Export share. */
import { useMemo } from 'react';
import { textOf } from '../../core/messages';
import { QueryError } from '../../core/query/expression';
import { type RunTest, runTest } from '../../core/query/filter-runs';
import { type StudyGroup, useSelection } from './selection';

/** @returns a text instead of a test while the filter cannot be read */
export function readFilter(filter: string): { test: RunTest } | { problem: string } {
  try {
    return { test: runTest(filter) };
  } catch (error) {
    if (error instanceof QueryError) return { problem: textOf(error.said) };
    throw error;
  }
}

/** All groups while the filter cannot be read. */
export function filtered(groups: readonly StudyGroup[], filter: string): readonly StudyGroup[] {
  const read = readFilter(filter);
  if ('problem' in read) return groups;
  return groups
    .map((group) => ({ ...group, runs: group.runs.filter(read.test) }))
    .filter(({ runs }) => runs.length > 0);
}

export function useFiltered(groups: readonly StudyGroup[]): readonly StudyGroup[] {
  const filter = useSelection((selection) => selection.filter);
  return useMemo(() => filtered(groups, filter), [groups, filter]);
}
