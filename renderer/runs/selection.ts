/** Which runs are compared: those of the study that was the newest when Compare was opened, until the person selects others. */

import { groups } from 'd3-array';
import { create } from 'zustand';
import { MOST_IDS } from '../../core/contract/kept';
import type { RunRecord } from '../../core/study/run';
import { keep } from '../state/kept/keep';

interface Selection {
  /** Absent until the person has selected some. */
  chosen?: ReadonlySet<string> | undefined;
  /** Shown meanwhile. It stays while Compare is open, and when the window is loaded again. */
  study?: string | undefined;
  filter: string;
}

export const useSelection = create<Selection>(() => ({ filter: '' }));

keep(useSelection, {
  concern: 'view',
  values: ({ chosen, study, filter }) => ({
    comparedRuns: chosen && chosen.size <= MOST_IDS ? [...chosen] : null,
    comparedStudy: study ?? null,
    runFilter: filter,
  }),
  change: ({ comparedRuns, comparedStudy, runFilter }) => ({
    ...(Array.isArray(comparedRuns) && { chosen: new Set(comparedRuns as string[]) }),
    ...(typeof comparedStudy === 'string' && { study: comparedStudy }),
    ...(typeof runFilter === 'string' && { filter: runFilter }),
  }),
});

export interface StudyGroup {
  id: string;
  name: string;
  /** In the order of training. */
  runs: readonly RunRecord[];
}

/** The newest first; a study is as new as its newest run. */
export function groupByStudy(runs: readonly RunRecord[]): StudyGroup[] {
  const newestFirst = [...runs].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const studies = groups(newestFirst, ({ studyId }) => studyId);
  return studies.map(([id, members]) => ({ id, name: members[0]!.studyName, runs: members.reverse() }));
}

/** Selected runs that still exist; without a selection, those of the study, or else of the newest. */
export function chosenIds(
  groups: readonly StudyGroup[],
  { chosen, study }: Pick<Selection, 'chosen' | 'study'>,
): ReadonlySet<string> {
  if (!chosen) {
    const shown = groups.find(({ id }) => id === study) ?? groups[0];
    return new Set(shown?.runs.map(({ id }) => id));
  }
  return new Set(groups.flatMap(({ runs }) => runs.map(({ id }) => id)).filter((id) => chosen.has(id)));
}

export function choose(current: ReadonlySet<string>, ids: readonly string[], on: boolean): void {
  const chosen = new Set(current);
  for (const id of ids) {
    if (on) chosen.add(id);
    else chosen.delete(id);
  }
  useSelection.setState({ chosen });
}
