import { scheduleSchema } from '../../../core/study/schedule';
import { extendedTo, rateOptions, rateWords, readRate, usualRate } from '../../../renderer/runs/extension';
import { epoch, run, settings } from './fixtures';

const finished = (schedule: object, change: object = {}) =>
  run('a', {
    state: 'finished',
    stepsPerEpoch: 100,
    settings: settings({ epochs: 3, schedule: scheduleSchema.parse(schedule) }),
    epochs: [epoch(1), epoch(2), epoch(3)],
    checkpoints: [{ file: 'e', epoch: 3, step: 300, roles: ['last'] }],
    ...change,
  });
const kinds = (schedule: object) =>
  rateOptions({ run: finished(schedule), moreEpochs: 2 }).map(({ value, disabled }) => [value, disabled]);

test('a schedule that spans the training is held, stretched or replaced; at a rate of 0 it is not held', () => {
  expect(kinds({ type: 'cosine', floor: 0.1 })).toEqual([
    ['keep', false],
    ['stretch', false],
    ['new', false],
  ]);
  expect(kinds({ type: 'cosine' })).toEqual([
    ['keep', true],
    ['stretch', false],
    ['new', false],
  ]);
  expect(kinds({ type: 'constant' })).toEqual([
    ['keep', false],
    ['new', false],
  ]);
});

test('a rate at which nothing is learned is not the first choice', () => {
  const usual = (schedule: object) => usualRate({ run: finished(schedule), moreEpochs: 2 });
  expect(usual({ type: 'cosine', floor: 0.1 })).toBe('keep');
  expect(usual({ type: 'constant' })).toBe('keep');
  expect(usual({ type: 'cosine' })).toBe('new');
  // Its last rate is 1/250,000 of the highest.
  expect(usual({ type: 'one-cycle' })).toBe('stretch');
});

test('words say where the rate goes', () => {
  const extending = { run: finished({ type: 'cosine', floor: 0.1 }), moreEpochs: 2 };
  expect(rateWords(extending, { type: 'keep' })).toBe(
    'Its schedule ends as planned, after 3 epochs. From there the last rate, 0.001, is held.',
  );
  expect(rateWords(extending, { type: 'stretch' })).toBe(
    'From the next step, its schedule spans all 5 epochs. There the rate changes from 0.001 to 0.00411.',
  );
  expect(rateWords(extending, readRate('new', '0.05', 'linear')!)).toBe(
    'The added epochs have their own schedule. There the rate changes from 0.001 to 0.05.',
  );
  expect(rateWords({ run: finished({ type: 'constant' }), moreEpochs: 2 }, { type: 'keep' })).toBe(
    'Its schedule continues.',
  );
});

test('a new rate must be one', () => {
  expect(readRate('new', '', 'constant')).toBeUndefined();
  expect(readRate('new', '-1', 'constant')).toBeUndefined();
  expect(readRate('stretch', '', 'constant')).toEqual({ type: 'stretch' });
});

test('one that early stopping ended gets its epochs there', () => {
  const early = finished({ type: 'cosine' }, { epochs: [epoch(1)], checkpoints: [] });
  expect(extendedTo({ run: early, moreEpochs: 1 })).toBe(2);
  expect(extendedTo({ run: { ...early, state: 'stopped' }, moreEpochs: 1 })).toBe(4);
});
