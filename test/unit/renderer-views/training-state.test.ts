import type { TrainingEvent } from '../../../core/contract/training';
import { appendSteps, EMPTY_STEPS, mergeSteps } from '../../../renderer/client/stepSeries';
import {
  INITIAL_TRAINING,
  isBusy,
  receiveEvents,
  receiveMetrics,
  receiveStatus,
  type TrainingState,
  wholeStudy,
} from '../../../renderer/client/trainingState';
import { epoch, run, step } from './fixtures';

const PER_EPOCH = 10;
const record = run('a', { stepsPerEpoch: PER_EPOCH });
const stepEvent = (number: number, runId = 'a'): TrainingEvent => ({
  type: 'step',
  runId,
  metrics: step(number, PER_EPOCH),
});
const begun = receiveEvents(INITIAL_TRAINING, [{ type: 'run', run: record }]);
const after = (...events: TrainingEvent[]): TrainingState => receiveEvents(begun, events);

test('a run that begins is active and comes last in the order', () => {
  const state = after({ type: 'run', run: run('b', { arm: 'Plain-50', state: 'queued' }) });
  expect(state.order).toEqual(['a', 'b']);
  expect(state.active).toBe(true);
  expect(receiveEvents(state, [{ type: 'idle' }]).active).toBe(false);
});

test('a run of another study begins a new list', () => {
  const state = after({ type: 'run', run: run('c', { studyId: 'study-2' }) });
  expect(state.order).toEqual(['c']);
  expect(Object.keys(state.runs)).toEqual(['c']);
});

test('steps come one by one or in a burst: the state is the same', () => {
  const events = Array.from({ length: 25 }, (_none, index) => stepEvent(index + 1));
  const oneByOne = events.reduce((state, event) => receiveEvents(state, [event]), begun);
  expect(receiveEvents(begun, events)).toEqual(oneByOne);
  expect(oneByOne.runs.a!.steps.loss).toHaveLength(25);
  expect(oneByOne.runs.a!.epochStart!.step).toBe(21);
});

test('steps of two runs are kept apart', () => {
  const other = receiveEvents(begun, [{ type: 'run', run: run('b') }]);
  const state = receiveEvents(other, [stepEvent(1), stepEvent(2), stepEvent(1, 'b'), stepEvent(3)]);
  expect(state.runs.a!.steps.lastStep).toBe(3);
  expect(state.runs.b!.steps.lastStep).toBe(1);
});

test('what is planned before the runs are there is known until one begins', () => {
  const planning = receiveEvents(INITIAL_TRAINING, [
    { type: 'progress', runId: '', progress: { phase: 'reading images' } },
  ]);
  expect(planning.planning).toEqual({ phase: 'reading images' });
  expect(receiveEvents(planning, [{ type: 'run', run: record }]).planning).toBeUndefined();
});

test('an epoch that came by event survives a record that does not have it yet', () => {
  const state = after({ type: 'epoch', runId: 'a', metrics: epoch(1) }, { type: 'run', run: record });
  expect(state.runs.a!.record.epochs).toEqual([epoch(1)]);
});

test('what a run was doing is forgotten with its first step and at its end', () => {
  const preparing = after({ type: 'progress', runId: 'a', progress: { phase: 'compiling' } });
  expect(preparing.runs.a!.progress).toEqual({ phase: 'compiling' });
  expect(receiveEvents(preparing, [stepEvent(1)]).runs.a!.progress).toBeUndefined();
  const failed = { ...record, state: 'failed' as const, error: 'out of memory' };
  expect(receiveEvents(preparing, [{ type: 'run', run: failed }]).runs.a!.progress).toBeUndefined();
});

test('after a reload, the folder and the events together give every step once', () => {
  const live = after(stepEvent(4), stepEvent(5), stepEvent(6));
  const known = receiveStatus(live, { active: true, studyId: 'study-1', runs: [record] });
  const stored = [1, 2, 3, 4, 5].map((number) => step(number, PER_EPOCH));
  const state = receiveMetrics(known, 'a', { steps: stored, epochs: [], diagnostics: [] });
  expect([...state.runs.a!.steps.step]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(state.runs.a!.lastStep!.step).toBe(6);
  expect(state.runs.a!.epochStart!.step).toBe(1);
});

test('a reload in an epoch knows where the epoch began, for the time left', () => {
  const known = receiveStatus(INITIAL_TRAINING, { active: true, studyId: 'study-1', runs: [record] });
  const stored = Array.from({ length: 14 }, (_none, index) => step(index + 1, PER_EPOCH));
  const state = receiveMetrics(known, 'a', { steps: stored, epochs: [epoch(1)], diagnostics: [] });
  expect(state.runs.a!.epochStart!.step).toBe(11);
  expect(state.runs.a!.record.epochs).toHaveLength(1);
});

test('an event of an unknown run changes nothing', () => {
  expect(receiveEvents(begun, [stepEvent(1, 'nobody')])).toEqual(begun);
});

test('the series of a long run stays bounded and keeps its best step', () => {
  const limit = 100;
  let series = EMPTY_STEPS;
  for (let first = 1; first <= 5_000; first += 50) {
    const burst = Array.from({ length: 50 }, (_none, index) => {
      const number = first + index;
      return step(number, 500, {
        loss: number === 777 ? 0.01 : 1 + (number % 7),
        accuracy: number === 778 ? 1 : 0.5,
      });
    });
    series = appendSteps(series, burst, limit);
    expect(series.loss.length).toBeLessThanOrEqual(2 * limit);
  }
  expect(series.lastStep).toBe(5_000);
  expect(series.loss[series.step.indexOf(777)]).toBe(0.01);
  expect(series.accuracy[series.step.indexOf(778)]).toBe(1);
});

test('merging takes the later live steps only', () => {
  const live = appendSteps(EMPTY_STEPS, [step(3, 10), step(4, 10)]);
  expect([...mergeSteps([step(1, 10)], live).step]).toEqual([1, 3, 4]);
  expect([...mergeSteps([step(4, 10), step(5, 10)], live).step]).toEqual([4, 5]);
});

test('a run that is taken up again goes on from its checkpoint: what came after it is forgotten', () => {
  const steps = Array.from({ length: 15 }, (_none, index) => stepEvent(index + 1));
  const before = after(...steps, { type: 'epoch', runId: 'a', metrics: epoch(1) });
  const resumed = run('a', {
    stepsPerEpoch: PER_EPOCH,
    state: 'queued',
    epochs: [epoch(1)],
    changes: [{ type: 'resumed', at: '2026-11-24T19:00:00.000Z', step: 10 }],
  });
  const state = receiveEvents(before, [{ type: 'run', run: resumed }, stepEvent(11)]);
  expect([...state.runs.a!.steps.step]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(state.runs.a!.record.epochs).toHaveLength(1);
  expect(state.runs.a!.epochStart?.step).toBe(11);
});

test('a paused run takes no device', () => {
  const state = receiveEvents(INITIAL_TRAINING, [{ type: 'run', run: run('a', { state: 'paused' }) }]);
  expect(state.active).toBe(false);
  expect(isBusy('running')).toBe(true);
  expect([isBusy('paused'), isBusy('finished')]).toEqual([false, false]);
});

test('what is measured of the blocks comes once, from folder and events in any overlap', () => {
  const measured = (number: number) => ({ type: 'diagnostics' as const, step: number, epoch: 1, blocks: [] });
  const events = [5, 10].map(
    (number): TrainingEvent => ({ type: 'diagnostics', runId: 'a', diagnostics: measured(number) }),
  );
  const metrics = { steps: [], epochs: [], diagnostics: [measured(1), measured(5)] };
  const state = receiveMetrics(after(...events), 'a', metrics);
  expect(state.runs.a!.diagnostics.map((one) => one.step)).toEqual([1, 5, 10]);
});

test('beside the runs that were taken up stand those of the study that had ended', () => {
  const early = run('early', { state: 'finished', createdAt: '2026-11-23T19:00:00.000Z' });
  const other = run('other', { studyId: 'study-2' });
  const status = { studyId: 'study-1', active: true, runs: [record] };
  expect(wholeStudy(status, [record, other, early]).runs.map(({ id }) => id)).toEqual(['early', 'a']);
  expect(wholeStudy(status, [record])).toBe(status);
});
