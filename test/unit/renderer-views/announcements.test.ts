import type { TrainingEvent } from '../../../core/contract/training';
import { addNode, connect, setParams } from '../../../core/edit';
import { emptyDocument } from '../../../core/graph/document';
import { isUnfinished } from '../../../core/graph/problem';
import type { RunRecord } from '../../../core/study/run';
import { sceneOf } from '../../../renderer/build/editor/sceneCache';
import { newsOf } from '../../../renderer/build/useProblemNews';
import { selectionWords } from '../../../renderer/build/useSelectionNews';
import {
  INITIAL_TRAINING,
  receiveEvents,
  receiveStatus,
  type TrainingState,
} from '../../../renderer/client/trainingState';
import { analysisOf } from '../../../renderer/state/analysis';
import { announcementsOf } from '../../../renderer/training/announcements';
import { epoch, run, settings, step } from './fixtures';

const queued = run('a', { state: 'queued', stepsPerEpoch: 10, settings: settings({ epochs: 3 }) });
const idle = receiveStatus(INITIAL_TRAINING, { active: false, runs: [] });
const waiting = receiveEvents(idle, [{ type: 'run', run: queued }]);
const changed = (change: Partial<RunRecord>): TrainingEvent => ({
  type: 'run',
  run: { ...queued, ...change },
});
const running = receiveEvents(waiting, [changed({ state: 'running' })]);

const said = (before: TrainingState, ...events: TrainingEvent[]) =>
  announcementsOf(before, receiveEvents(before, events));

describe('training says to screen readers', () => {
  const resumed = {
    type: 'resumed',
    step: 10,
    at: '2026-11-23T20:00:00.000Z',
  } as RunRecord['changes'][number];

  test.each<[string, TrainingState, TrainingEvent, string]>([
    ['that it started', waiting, changed({ state: 'running' }), 'ResNet-50, seed 1: training started'],
    [
      'that it was resumed',
      receiveEvents(running, [changed({ state: 'paused' })]),
      changed({ state: 'running', changes: [resumed] }),
      'ResNet-50, seed 1: training resumed',
    ],
    [
      'the end of each epoch',
      running,
      { type: 'epoch', runId: 'a', metrics: epoch(1) },
      'ResNet-50, seed 1, epoch 1 of 3: accuracy 20.0%, loss 2.000, validation accuracy 18.0%, validation loss 2.100',
    ],
    [
      'that it is paused',
      running,
      changed({ state: 'paused', changes: [{ type: 'paused', at: queued.createdAt, step: 4 }] }),
      'ResNet-50, seed 1: paused in epoch 1 of 3',
    ],
    [
      'that it is paused before it took a step',
      running,
      changed({ state: 'paused', changes: [{ type: 'paused', at: queued.createdAt, step: 0 }] }),
      'ResNet-50, seed 1: paused before its first step',
    ],
    [
      'that it finished',
      running,
      changed({ state: 'finished', epochs: [1, 2, 3].map((number) => epoch(number)) }),
      'ResNet-50, seed 1: finished · validation 54.0%',
    ],
  ])('%s', (_what, before, event, words) => {
    expect(said(before, event).map(({ text }) => text)).toContain(words);
    expect(said(before, event).some(({ urgent }) => urgent)).toBe(false);
  });

  test('a failure at once, with its reason', () => {
    const [failure] = said(running, changed({ state: 'failed', error: 'The disk is full.' }));
    expect(failure).toMatchObject({ urgent: true, text: expect.stringContaining('The disk is full.') });
  });

  test('no step, no wait, and nothing that the window only learns', () => {
    expect(said(running, { type: 'step', runId: 'a', metrics: step(1, 10) })).toEqual([]);
    expect(said(idle, { type: 'run', run: queued })).toEqual([]);
    expect(said(INITIAL_TRAINING, changed({ state: 'running' }))).toEqual([]);
  });

  test('of epochs that come together, the last', () => {
    const events = [1, 2].map(
      (number): TrainingEvent => ({ type: 'epoch', runId: 'a', metrics: epoch(number) }),
    );
    expect(said(running, ...events).map(({ text }) => text)).toEqual([
      expect.stringContaining('epoch 2 of 3'),
    ]);
  });
});

describe('what is selected', () => {
  const conv = addNode(emptyDocument('graph'), { type: 'Conv2D' });
  const add = addNode(conv.document, { type: 'Add' });
  const words = (items: string[]) => selectionWords(sceneOf(add.document), { items, edges: [] });

  test('one by its name, several by their number', () => {
    expect(words([conv.id])).toMatch(/^Conv2D conv2d.*, selected$/);
    expect(words([conv.id, add.id])).toBe('2 items selected');
    expect(words([])).toBe('Nothing selected');
  });
});

describe('problems of the graph', () => {
  const input = addNode(emptyDocument('graph'), { type: 'Input' });
  const conv = addNode(input.document, { type: 'Conv2D' });
  const { document } = connect(conv.document, { source: input.id, target: conv.id });
  const problemsOf = (graph: typeof document) => analysisOf(graph).problems;
  const broken = setParams(document, conv.id, { filters: 0 });

  test('are said when an edit causes them, and once', () => {
    expect(newsOf(problemsOf(document), problemsOf(broken))).toMatch(/^Error: conv2d.*Received: 0/);
    expect(newsOf(problemsOf(broken), problemsOf(broken))).toBeUndefined();
  });

  test('what is only missing yet is no news, nor what has moved', () => {
    const add = addNode(document, { type: 'Add' });
    const fedOnce = connect(add.document, { source: conv.id, target: add.id }).document;
    const missing = problemsOf(fedOnce).filter(isUnfinished);
    expect(missing).toHaveLength(1);
    expect(newsOf([], missing)).toBeUndefined();
    expect(newsOf(problemsOf(input.document), problemsOf(document))).toBeUndefined();
  });
});
