import { bestEpoch } from '../../../core/study/monitor';
import { optimizerSchema } from '../../../core/study/optimizer';
import type { RunRecord } from '../../../core/study/run';
import { accuracyWords } from '../../../renderer/runs/accuracyWords';
import {
  canDelete,
  canExtend,
  checkpointOptions,
  endOptions,
  resumptionOf,
} from '../../../renderer/runs/allowedActions';
import { historyOf } from '../../../renderer/runs/history';
import { INITIAL } from '../../../renderer/settings/draft';
import { settingDifferences } from '../../../renderer/settings/rows';
import { smallerRate } from '../../../renderer/settings/smallerRate';
import { validateForm } from '../../../renderer/settings/validate';
import { epoch, run, settings } from './fixtures';

const startedAt = '2026-11-24T19:00:00.000Z';
const checkpoint = (number: number, roles: ('last' | 'best')[]) => ({
  file: `epoch-${number}.safetensors`,
  epoch: number,
  step: 100 * number,
  roles,
});

test.each([
  ['queued', false, false],
  ['running', false, false],
  ['paused', true, false],
  ['finished', false, true],
  ['stopped', true, true],
  ['interrupted', true, true],
  ['failed', true, true],
] as const)('a run that is %s can be resumed: %s, extended: %s', (state, resume, extend) => {
  const record = run('a', { state, startedAt });
  expect([resumptionOf(record) !== undefined, canExtend(record)]).toEqual([resume, extend]);
});

test('a run is ended where it is trained; one that waits is taken out alone; the others are deleted', () => {
  const labels = (state: RunRecord['state'], here = true, ending?: 'stopped') =>
    endOptions({ state }, here, ending).map(({ label, note, disabled }) => [label, note, disabled]);
  expect(labels('running')).toEqual([
    ['Pause', 'with the queued runs, to resume later', false],
    ['Stop', 'and drop the queued runs', false],
  ]);
  expect(labels('preparing', false)[1]).toEqual([
    'Stop',
    'and drop the queued runs, in the process that trains it',
    false,
  ]);
  expect(labels('queued')).toEqual([['Remove from the queue', 'the others continue', false]]);
  expect(labels('running', true, 'stopped')[1]).toEqual(['Stop', 'it ends after the current batch', true]);
  for (const state of ['paused', 'finished', 'stopped', 'interrupted', 'failed'] as const) {
    expect([labels(state), canDelete({ state })]).toEqual([[], true]);
  }
  for (const state of ['queued', 'preparing', 'running'] as const) expect(canDelete({ state })).toBe(false);
});

test('what never began has nothing to extend', () => {
  expect(canExtend(run('a', { state: 'stopped' }))).toBe(false);
});

test('a restart is offered from the last and from the best checkpoint, once where they are one', () => {
  const two = run('a', { checkpoints: [checkpoint(3, ['best']), checkpoint(5, ['last'])] });
  expect(checkpointOptions(two).map(({ label }) => label)).toEqual(['last, epoch 5', 'best, epoch 3']);
  const one = run('a', { checkpoints: [checkpoint(5, ['last', 'best'])] });
  expect(checkpointOptions(one).map(({ label }) => label)).toEqual(['last, epoch 5']);
  expect(checkpointOptions(run('old', { checkpointEpoch: 4 }))).toHaveLength(1);
  expect(checkpointOptions(run('none'))).toEqual([]);
});

test.each(['sgd', 'adam', 'adamw', 'rmsprop'] as const)(
  'a tenth of the rate of %s goes into the form',
  (type) => {
    const { optimizer } = settings({ optimizer: optimizerSchema.parse({ type, learningRate: 0.5 }) });
    const { rate, change } = smallerRate(optimizer);
    expect(rate).toBe('0.05');
    const { settings: filled } = validateForm({ ...INITIAL, ...change }, '1');
    expect(filled?.optimizer).toMatchObject({ type, learningRate: 0.05 });
  },
);

test('a run is resumed from its newest checkpoint, and from the beginning without one', () => {
  const checkpoints = [checkpoint(3, ['best']), checkpoint(5, ['last'])];
  const from = (change: Partial<RunRecord>) =>
    resumptionOf(run('a', { state: 'failed', startedAt, ...change }));
  expect(from({ checkpoints })).toEqual({ from: 'from step 500', inVain: false });
  expect(from({ checkpointEpoch: 4 })?.from).toBe('from the end of epoch 4');
  expect(from({})?.from).toBe('from the beginning: it has no checkpoint');
  expect(from({ state: 'paused', startedAt: undefined })?.from).toBe('it has not started yet');
});

test('a run that diverged says that it would do so again', () => {
  const diverged = { state: 'failed', startedAt, diverged: true } as const;
  expect(canExtend(run('a', diverged))).toBe(false);
  expect(resumptionOf(run('a', diverged))).toEqual({
    from: 'from the beginning: it has no checkpoint; with the same settings it would diverge again',
    inVain: true,
  });
  expect(resumptionOf(run('a', { ...diverged, checkpoints: [checkpoint(5, ['last'])] }))?.from).toBe(
    'from step 500; with the same settings it would diverge again',
  );
});

test('the changes of a run are listed in order', () => {
  const origin = run('origin');
  const words = historyOf(
    {
      settings: settings(),
      startedFrom: { runId: 'origin', epoch: 2, step: 1200 },
      changes: [
        { type: 'paused', at: startedAt, step: 1250 },
        { type: 'resumed', at: startedAt, step: 1250 },
        { type: 'extended', at: startedAt, from: 5, to: 8 },
        {
          type: 'extended',
          at: startedAt,
          from: 8,
          to: 9,
          rate: { type: 'stretch' },
          learningRates: { before: 1e-6, after: 0.0125 },
        },
        {
          type: 'extended',
          at: startedAt,
          from: 9,
          to: 12,
          rate: { type: 'new', learningRate: 0.01, schedule: { type: 'constant' } },
        },
        { type: 'stopped-early', at: startedAt, epoch: 6, metric: 'valLoss' },
      ],
    },
    [origin],
  );
  expect(words[0]).toBe('Started with the weights of ResNet-50, seed 1 at step 1,200 (epoch 2).');
  expect(words[1]).toMatch(/^Paused at step 1,250 \(.+\)\.$/);
  expect(words[3]).toMatch(/^Extended from 5 epochs to 8 \(/);
  expect(words[4]).toMatch(
    /^Extended from 8 epochs to 9, with a stretched schedule, the rate going from 1e-6 to 0\.0125 \(/,
  );
  expect(words[5]).toMatch(/^Extended from 9 epochs to 12, the added ones at a rate of 0\.01, constant \(/);
  expect(words[6]).toMatch(/^Stopped early after epoch 6, because the validation loss no longer improved/);
  expect(historyOf(run('a'))).toEqual([]);
  const patient = settings({ earlyStopping: { metric: 'valLoss', patience: 4, minDelta: 0 } });
  const extended = [{ type: 'extended', at: startedAt, from: 5, to: 8 }] as const;
  expect(historyOf(run('a', { settings: patient, changes: [...extended] }))[0]).toMatch(
    /^Extended from 5 epochs to 8; early stopping counts again from there: 4 epochs without better validation loss \(/,
  );
});

test('best and last are both shown where they differ', () => {
  const epochs = [
    epoch(1, { valAccuracy: 0.5 }),
    epoch(2, { valAccuracy: 0.7 }),
    epoch(3, { valAccuracy: 0.65 }),
  ];
  expect(bestEpoch('valAccuracy', epochs)?.epoch).toBe(2);
  expect(accuracyWords(epochs)).toBe('65.0%, best 70.0% in epoch 2');
  expect(accuracyWords(epochs.slice(0, 2))).toBe('70.0%');
  expect(accuracyWords([])).toBeUndefined();
});

test('settings of two runs side by side, differing ones only', () => {
  const other = settings({ batchSize: 64, labelSmoothing: 0.1 });
  expect(settingDifferences(settings(), other)).toEqual([
    { what: 'Batch size', first: '256', second: '64' },
    { what: 'Label smoothing', first: '0', second: '0.1' },
  ]);
});
