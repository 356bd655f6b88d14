/** What of a training is shown outside the window: progress, a sentence, news. */
import type { TrainingEvent } from '../../../core/contract/training';
import { titleOf } from '../../../core/study/progress';
import type { RunRecord } from '../../../core/study/run';
import { type Shown, StudyWatch } from '../../../electron/study-watch';

const run = (id: string, state: RunRecord['state'], more: Partial<RunRecord> = {}) =>
  ({
    id,
    studyId: 's',
    arm: id,
    state,
    settings: { epochs: 2, seed: 1 },
    epochs: [],
    stepsPerEpoch: 10,
    ...more,
  }) as unknown as RunRecord;
const record = (one: RunRecord): TrainingEvent => ({ type: 'run', run: one });
const step = (runId: string, at: number) => ({ type: 'step', runId, metrics: { step: at } }) as TrainingEvent;

function watched() {
  const shown: Shown[] = [];
  const news: unknown[] = [];
  const watch = new StudyWatch({ show: (one) => shown.push(one), news: (one) => news.push(one) });
  return {
    shown,
    news,
    receive: (...events: TrainingEvent[]) => events.forEach((one) => void watch.receive(one)),
  };
}

test('progress is the mean of all runs, shown once for each hundredth', () => {
  const { shown, receive } = watched();
  receive(record(run('a', 'running')), record(run('b', 'queued')), step('a', 5), step('a', 5));
  expect(shown.map(({ fraction }) => fraction)).toEqual([0, 0, 0.12]);
  expect(shown.at(-1)?.sentence).toBe('a, seed 1 is training (epoch 1 of 2). 1 run is waiting.');
  receive(record(run('a', 'finished')));
  expect(shown.at(-1)?.fraction).toBe(0.5);
});

test('at the end of a study it says so, and that is all', () => {
  const { shown, news, receive } = watched();
  receive(record(run('a', 'finished')), record(run('b', 'finished')), { type: 'idle' });
  expect(shown.at(-1)).toEqual({ active: false, fraction: 0, sentence: undefined });
  expect(news).toEqual([{ title: 'Training finished', body: '2 runs finished.', view: 'compare' }]);
});

test('a failure is news at once, with its reason', () => {
  const { news, receive } = watched();
  receive(record(run('a', 'running')), record(run('b', 'queued')));
  receive(record(run('a', 'failed', { error: 'The loss is not finite.\nMore.' })));
  expect(news).toEqual([{ title: 'a, seed 1 failed', body: 'The loss is not finite.', view: 'train' }]);
  receive(record(run('b', 'finished')), { type: 'idle' });
  expect(news.at(-1)).toEqual({
    title: 'Training finished',
    body: 'b, seed 1 finished. 1 other run did not.',
    view: 'compare',
  });
});

test('what the person stopped is no news', () => {
  const { news, receive } = watched();
  receive(record(run('a', 'running')), record(run('a', 'stopped')), { type: 'idle' });
  expect(news).toEqual([]);
});

test('another study begins from nothing', () => {
  const { shown, receive } = watched();
  receive(record(run('a', 'finished')), { type: 'idle' }, record(run('c', 'running', { studyId: 't' })));
  expect(shown.at(-1)).toMatchObject({ active: true, fraction: 0 });
});

test('the title says how far it is, and never 100% before the end', () => {
  const at = (steps: number) => titleOf([{ record: run('a', 'running'), step: steps }], true);
  expect([at(0), at(7), at(20)]).toEqual([
    '0% · a, seed 1 · Skipwire',
    '35% · a, seed 1 · Skipwire',
    '99% · a, seed 1 · Skipwire',
  ]);
  expect(titleOf([{ record: run('a', 'finished') }], false)).toBe('Skipwire');
});
