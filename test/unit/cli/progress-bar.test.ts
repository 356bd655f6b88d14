/** The moving line of a terminal. */

import type { RunRecord, StepMetrics } from '../../../core/study/run';
import { ProgressBar } from '../../../main/cli/output/progress-bar';

const ERASE = '\r\x1b[K';

function bar(columns = 120) {
  const clock = { now: 0 };
  const terminal = {
    columns,
    text: '',
    write(text: string) {
      this.text += text;
    },
  };
  const made = new ProgressBar(terminal, () => clock.now);
  const last = () => terminal.text.split(ERASE).at(-1) ?? '';
  return { bar: made, clock, terminal, last };
}

const run = { id: 'one', stepsPerEpoch: 10, settings: { epochs: 3 } } as unknown as RunRecord;
const step = (count: number, seconds: number): StepMetrics => ({
  type: 'step',
  step: count,
  epoch: Math.ceil(count / 10),
  loss: 1.23456,
  accuracy: 0.5,
  seconds,
});

test('tells the epoch, the step in it, the loss and the time left', () => {
  const { bar: progress, last } = bar();
  progress.track(run);
  progress.step(step(5, 10));
  // 25 of 30 steps are left, at 2 seconds each.
  expect(last()).toBe('████████████░░░░░░░░░░░░  epoch 1/3  step 5/10  loss 1.2346  50s left');
});

test('once an epoch is over, it is the measure, its validation included', () => {
  const { bar: progress, last, clock } = bar();
  progress.track(run);
  progress.epoch({
    type: 'epoch',
    epoch: 1,
    loss: 1,
    accuracy: 0,
    valLoss: 1,
    valAccuracy: 0,
    seconds: 60,
    imagesPerSecond: 1,
  });
  clock.now = 1000;
  progress.step(step(15, 30));
  expect(last()).toContain('epoch 2/3  step 5/10');
  expect(last()).toContain('1m 30s left');
});

test('draws at most some times a second, but always the end', () => {
  const { bar: progress, terminal, clock } = bar();
  progress.show(0.1, 'first');
  clock.now = 10;
  progress.show(0.2, 'too soon');
  progress.show(1, 'whole');
  expect(terminal.text).not.toContain('too soon');
  expect(terminal.text).toContain('whole');
});

test('never reaches the edge, where it would wrap', () => {
  const { bar: progress, last } = bar(20);
  progress.show(0.5, 'a text that is far too long for it');
  expect(last()).toHaveLength(19);
});

test('a terminal that does not know its width gets the whole line', () => {
  const { bar: progress, last } = bar(0);
  progress.show(undefined, 'validating');
  expect(last()).toBe('validating');
});

test('is taken away only when it is there', () => {
  const { bar: progress, terminal } = bar();
  progress.clear();
  expect(terminal.text).toBe('');
  progress.show(undefined, 'compiling');
  progress.clear();
  expect(terminal.text.endsWith(ERASE)).toBe(true);
});

test('before anything is known of the run it stays away', () => {
  const { bar: progress, terminal } = bar();
  progress.step(step(1, 1));
  expect(terminal.text).toBe('');
});
