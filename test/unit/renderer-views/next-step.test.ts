import { message, sentences } from '../../../core/messages';
import type { RunRecord } from '../../../core/study/run';
import { failuresOf, nextStepOf, nextStepWords } from '../../../renderer/runs/nextStep';
import { run } from './fixtures';

const startedAt = '2026-11-24T19:00:00.000Z';
const failed = (id: string, change: Partial<RunRecord> = {}) =>
  run(id, { state: 'failed', startedAt, ...change });
const dataGone = message('training.failure.dataGone', { dataset: 'cifar10', detail: 'ENOENT' });
const notCalledBack = message('queue.notCalledBack', {
  id: 'a',
  place: 'ssh:box',
  reason: 'No route to host.',
});

test.each<[Partial<RunRecord>, ReturnType<typeof nextStepOf>]>([
  [{ diverged: true, suggestedBatchSize: 8 }, 'rate'],
  [{ suggestedBatchSize: 8 }, 'batch'],
  [{ tryCpu: true }, 'cpu'],
  [{ errorMessage: sentences('It ended.', dataGone) }, 'data'],
  [{ state: 'interrupted', errorMessage: notCalledBack }, 'place'],
  [{ error: 'anything' }, 'resume'],
  [{ state: 'interrupted' }, 'resume'],
  [{ state: 'stopped', diverged: true }, undefined],
  [{ state: 'finished' }, undefined],
])('%j leads to %s', (change, step) => {
  expect(nextStepOf(failed('a', change))).toBe(step);
});

test('runs with one remedy are one failure, and others if they failed for the same reason', () => {
  const runs = [
    failed('a', { diverged: true, error: 'The loss became NaN in step 3.' }),
    failed('b', { error: 'The worker is gone.' }),
    failed('c', { diverged: true, error: 'The loss became NaN in step 5.' }),
    failed('d', { error: 'The worker is gone.' }),
    failed('e', { error: 'Something else.' }),
    run('f', { state: 'running' }),
  ];
  expect(failuresOf(runs).map(({ step, runs }) => [step, runs.map(({ id }) => id).join('')])).toEqual([
    ['rate', 'ac'],
    ['resume', 'bd'],
    ['resume', 'e'],
  ]);
});

test('the words are for one run or for several', () => {
  expect(nextStepWords('data', 1)).toBe('Next: get the data set again, then resume the run.');
  expect(nextStepWords('data', 2)).toBe('Next: get the data set again, then resume the runs.');
});
