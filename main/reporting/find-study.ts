/** Finds the study that a person means. */
import { listOf, message, sentences } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { Refusal, refuse } from '../basics/refusal';

/** Named when another one was not found. */
const MOST_KNOWN = 5;

/**
 * The runs of a study.
 * @param all newest first
 * @param text its id, its name, or the id of one of its runs
 * @throws Refusal where there is none, or several have the name
 */
export function runsOfStudy(all: readonly RunRecord[], text: string, folder: string): RunRecord[] {
  const ids = (runs: readonly RunRecord[]) => [...new Set(runs.map(({ studyId }) => studyId))];
  const [id, ...others] = ids(
    [
      all.filter(({ studyId }) => studyId === text),
      all.filter((run) => run.id === text),
      all.filter(({ studyName }) => studyName === text),
    ].find(({ length }) => length > 0) ?? [],
  );
  if (others.length > 0) {
    const named = listOf([id!, ...others], 'unit');
    refuse('cli.studyReport.several', { study: text, count: others.length + 1, ids: named });
  }
  if (id !== undefined) return all.filter(({ studyId }) => studyId === id);
  const known = ids(all).slice(0, MOST_KNOWN);
  throw new Refusal(
    sentences(
      message('cli.studyReport.unknown', { study: text, folder }),
      known.length > 0 ? message('cli.studyReport.known', { ids: listOf(known, 'unit') }) : undefined,
    ),
  );
}
