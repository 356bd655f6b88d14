/** What the terminal says of a run that has ended. */
import type { RunRecord } from '../../../core/study/run';
import { tellEnd } from '../../../main/cli/training/run-end';
import { tellStudyEnd } from '../../../main/cli/training/study-end';
import { epoch, run } from '../renderer-views/fixtures';

const startedAt = '2026-11-24T19:00:00.000Z';
const checkpoints: RunRecord['checkpoints'] = [
  { file: 'epoch-0002.safetensors', epoch: 2, step: 20, roles: ['last', 'best'] },
];

/** Lines of the standard error, and the exit code. */
const endingOf = (change: Partial<RunRecord>) =>
  heard(() =>
    tellEnd(
      { record: run('a', { startedAt, stepsPerEpoch: 10, ...change }), folder: '/runs/a' },
      false,
      false,
    ),
  );

function heard(tell: () => void): { lines: string[]; code: unknown } {
  let text = '';
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      if (name === 'stderr') text += String(chunk);
      return true;
    }),
  );
  try {
    tell();
    return { lines: text.trimEnd().split('\n'), code: process.exitCode };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

test('one that failed with a checkpoint goes on from it', () => {
  expect(endingOf({ state: 'failed', error: 'The disk is full.', checkpoints })).toEqual({
    lines: [
      'skipwire: The disk is full.',
      'Newest checkpoint: step 20 of 50.',
      'To resume: skipwire resume /runs/a',
    ],
    code: 1,
  });
});

test('without one it starts again', () => {
  expect(endingOf({ state: 'interrupted', error: 'By SIGKILL.' }).lines).toEqual([
    'skipwire: By SIGKILL.',
    'It has no checkpoint and would start from the beginning.',
    'To start again: skipwire resume /runs/a',
  ]);
  expect(endingOf({ state: 'failed', error: 'No compiler.', startedAt: undefined }).lines.at(-1)).toBe(
    'To start: skipwire resume /runs/a',
  );
});

test('one that has diverged is not sent the same way again', () => {
  const settings = run('a').settings;
  const diverged = {
    state: 'failed',
    error: 'The training has diverged.',
    diverged: true,
    settings: { ...settings, optimizer: { ...settings.optimizer, learningRate: 0.3 } },
  } as const;
  expect(endingOf(diverged).lines).toEqual(['skipwire: The training has diverged.']);
  expect(endingOf({ ...diverged, checkpoints }).lines).toEqual([
    'skipwire: The training has diverged.',
    'To start from its newest checkpoint with another rate: skipwire restart /runs/a --lr 0.03',
  ]);
});

test('one that has finished says what its numbers are worth', () => {
  const { settings, network } = run('a');
  const classes = ['cat', 'dog'].map((name) => ({ name, of: [name] }));
  const guessed = {
    state: 'finished',
    settings,
    network: { ...network, batchNorm: { layers: 20, momentum: 0.99 } },
    split: { trainCount: 320, valCount: 100, description: 'these', classes },
    epochs: [epoch(1, { valAccuracy: 0.5 })],
  } satisfies Partial<RunRecord>;
  expect(endingOf(guessed).lines).toEqual([
    'At chance: always answering the most frequent class gets 50.0% of these 100 validation images right, and up to 62.0% may be luck (binomial test, 1%).',
    expect.stringMatching(/^BatchNorm statistics had not settled: 10 of about/),
  ]);
  expect(endingOf({ ...guessed, network, epochs: [epoch(1, { valAccuracy: 0.8 })] }).lines).toEqual(['']);
});

test('an arm that the rule of the study gave up is done', () => {
  const records = [
    run('a', { state: 'finished' }),
    run('b', {
      state: 'stopped',
      startedAt,
      changes: [{ type: 'halved', at: '2026-11-24T19:01:00.000Z', epoch: 2 }],
    }),
  ];
  const runs = records.map((record) => ({ record, folder: `/runs/${record.id}` }));
  const { lines, code } = heard(() => tellStudyEnd({ runs, stopped: false }, 'md'));
  expect(lines.slice(0, 2)).toEqual([
    'Finished: /runs/a',
    'Stopped after epoch 2 by successive halving, a rule chosen before the study: /runs/b',
  ]);
  expect(lines.join('\n')).not.toContain('resume');
  expect(code).toBeUndefined();
});
