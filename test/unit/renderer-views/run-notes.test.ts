/** A run's notes on its test number, on skipped files and on its early end. */
import type { RunRecord } from '../../../core/study/run';
import { endWords } from '../../../renderer/training/describeRun';
import { filesNotes, testNotes, worthNotes } from '../../../renderer/training/RunNotes';
import { epoch, run } from './fixtures';

const test1 = {
  loss: 1,
  accuracy: 0.712,
  count: 10_000,
  epoch: 4,
  ofEpochs: 5,
  at: '2026-01-01T00:00:00.000Z',
};

test('the test number with its checkpoint, and the one from before an extension', () => {
  expect(testNotes(run('a'))).toEqual([]);
  expect(
    testNotes(run('a', { test: { ...test1, accuracy: 0.73, epoch: 7 }, earlierTests: [test1] })),
  ).toEqual([
    'Test accuracy: 73.0% of 10,000 images, with the checkpoint of epoch 7, the best by validation accuracy. Computed once; nothing was chosen by it.',
    'Before it was extended, after 5 epochs, the test accuracy was 71.2% of 10,000 images (epoch 4).',
  ]);
});

test('skipped files and where they are listed', () => {
  const split = { trainCount: 1, valCount: 1, description: '' };
  expect(filesNotes(run('a', { split }))).toEqual([]);
  expect(
    filesNotes(run('a', { split: { ...split, files: { dropped: 12, odd: 1, list: 'listed.jsonl' } } })),
  ).toEqual([
    '12 files of the data set skipped, 1 unusual. listed.jsonl in the run folder lists them with the reasons.',
  ]);
});

test('validation by statistics that had not settled', () => {
  const network = { ...run('a').network, batchNorm: { layers: 20, momentum: 0.99 } };
  const short = run('a', { network, stepsPerEpoch: 40, epochs: [epoch(1), epoch(2)] });
  expect(worthNotes(short)).toEqual([
    'BatchNorm statistics had not settled: 80 of about 600 steps (momentum 0.99). Validation understates what the network can do: train longer, or turn on precise BatchNorm.',
  ]);
  const settings = { ...short.settings, preciseBatchNorm: { batches: 10 } };
  expect(worthNotes({ ...short, settings })).toEqual([]);
});

test('a network at chance, once it has ended', () => {
  const classes = ['cat', 'dog'].map((name) => ({ name, of: [name] }));
  const split = { trainCount: 100, valCount: 100, description: '', classes };
  const guessed = run('a', { split, epochs: [epoch(1, { valAccuracy: 0.5 })] });
  expect(worthNotes(guessed)).toEqual([]);
  expect(worthNotes({ ...guessed, state: 'finished' })).toEqual([expect.stringMatching(/^At chance: /)]);
});

describe('why a run ended early', () => {
  const halved = { type: 'halved', at: '2026-11-30T12:00:00.000Z', epoch: 4 } as const;

  test.each<[string, Partial<RunRecord>, string | undefined]>([
    ['finished', { state: 'finished' }, undefined],
    ['stopped before it started', { state: 'stopped' }, 'The study was stopped before this run started.'],
    [
      'given up by the rule of its study',
      { state: 'stopped', changes: [halved] },
      'Stopped after epoch 4 by successive halving, a rule chosen before the study',
    ],
    [
      'failed',
      { state: 'failed', error: 'The disk is full.', checkpointEpoch: 2 },
      'The disk is full. The weights of epoch 2 are kept and can be exported.',
    ],
  ])('%s', (_how, record, words) => expect(endWords(run('a', record))).toBe(words));
});
