import { listOf } from '../../../core/figures/types';
import { RANGE_TEST_IDLE, receiveRangeTest } from '../../../renderer/client/rangeTestState';
import {
  rangeCurves,
  resultWords,
  roundedRate,
  suggestionMark,
} from '../../../renderer/training/rangeTest/result';

const point = (step: number, learningRate: number, loss: number) =>
  ({ type: 'point', step, learningRate, loss, smoothed: loss + 0.5 }) as const;

test('points come in as they are measured, and the end says what was found', () => {
  const events = [
    { type: 'progress', progress: { phase: 'compiling' } },
    point(1, 1e-6, 2.3),
    point(2, 1e-2, 1.9),
    { type: 'done', suggestion: 0.0123, reason: 'diverged' },
  ] as const;
  const running = { ...RANGE_TEST_IDLE, phase: 'running' } as const;
  expect(receiveRangeTest(running, events[0]).progress?.phase).toBe('compiling');
  const end = events.reduce(receiveRangeTest, running);
  expect(end).toMatchObject({ phase: 'done', suggestion: 0.0123, reason: 'diverged', progress: undefined });
  expect(end.points).toHaveLength(2);
  expect(resultWords(end)).toBe(
    'The smoothed loss falls fastest at a rate of 0.0123. It ended at 0.01, where the loss had grown to four times its minimum.',
  );
  expect(resultWords({ ...end, suggestion: undefined, reason: 'steps' })).toMatch(/^The loss never fell/);
});

test('the curves stand over the logarithm of the rate; a loss that is no number is left out', () => {
  const [raw, smoothed] = rangeCurves([point(1, 1e-6, 2.3), point(2, 1e-2, 1.9), point(3, 1, Number.NaN)]);
  expect(listOf(raw!.points).map(({ x, y }) => [Math.round(x), y])).toEqual([
    [-6, 2.3],
    [-2, 1.9],
  ]);
  expect(smoothed!.points.y[0]).toBeCloseTo(2.8, 12);
});

test('the suggestion is marked as measured and used in two digits', () => {
  expect(suggestionMark(undefined)).toEqual([]);
  expect(suggestionMark(0.1)[0]).toMatchObject({ x: -1, label: '0.1' });
  expect(roundedRate(0.012345)).toBe('0.012');
  expect(roundedRate(3.16e-5)).toBe('3.2e-5');
});
