/** Which runs `skipwire resume --study` resumes. */
import type { RunRecord } from '../../../core/study/run';
import { runsOf } from '../../../main/cli/runs/resume-study';
import { run } from '../core/study/runs';

let hour = 0;
const one = (studyId: string, state: RunRecord['state'], more: Partial<RunRecord> = {}): RunRecord =>
  run({
    state,
    createdAt: new Date(Date.UTC(2026, 0, 1, hour++)).toISOString(),
    record: { studyId, ...more },
  });
const all = [
  one('first', 'finished'),
  one('first', 'interrupted'),
  one('second', 'finished'),
  one('second', 'failed'),
  one('second', 'interrupted'),
  one('third', 'finished'),
  one('third', 'failed', { diverged: true }),
  one('third', 'stopped', { changes: [{ type: 'halved', at: '2026-01-01T00:00:00.000Z', epoch: 1 }] }),
];
const newestFirst = all.toReversed();
const statesOf = (study: string | true) => runsOf(newestFirst, study, '/runs').map(({ state }) => state);

test('the newest study that has anything left, with all of its runs, oldest first', () => {
  expect(statesOf(true)).toEqual(['finished', 'failed', 'interrupted']);
});

test('the study that is named', () => {
  expect(statesOf('first')).toEqual(['finished', 'interrupted']);
});

test('what has nothing left is refused, as is what there is not', () => {
  expect(() => statesOf('third')).toThrow(
    'All 3 runs of study "third" have finished, diverged, or were stopped by its rule.',
  );
  expect(() => statesOf('fourth')).toThrow(
    'There is no study "fourth" in /runs. Unfinished studies: second, first.',
  );
  expect(() => runsOf([], true, '/runs')).toThrow(
    "There is no study to resume in /runs: every run has finished, diverged, or was stopped by its study's rule.",
  );
});
