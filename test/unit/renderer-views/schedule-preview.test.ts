import { formatRate } from '../../../core/format/number';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { behindTheEnd, rateCurve } from '../../../renderer/settings/preview';

const parse = (schedule: object, change: object = {}) =>
  trainingSettingsSchema.parse({
    schedule,
    optimizer: { learningRate: 0.1 },
    batchSize: 100,
    epochs: 10,
    ...change,
  });

test('the curve goes from the first step to the last, and is flat without a schedule', () => {
  const { points, totalSteps, highest, lowest } = rateCurve(parse({ type: 'constant' }), 10_050);
  // 101 steps an epoch: the last batch is smaller.
  expect(totalSteps).toBe(1010);
  expect(points[0]).toEqual({ step: 0, rate: 0.1 });
  expect(points.at(-1)).toEqual({ step: 1009, rate: 0.1 });
  expect([highest, lowest]).toEqual([0.1, 0.1]);
});

test('stairs are exact to the step', () => {
  const boundaries = [3201, 4807];
  const { points } = rateCurve(parse({ type: 'steps', boundaries }, { epochs: 64 }), 10_000);
  for (const boundary of boundaries) {
    const before = points.find(({ step }) => step === boundary - 1);
    const after = points.find(({ step }) => step === boundary);
    expect(after!.rate).toBeCloseTo(before!.rate / 10, 12);
  }
  expect(points.every(({ step }, index) => index === 0 || step > points[index - 1]!.step)).toBe(true);
});

test('a cosine falls smoothly to its floor', () => {
  const { points, lowest } = rateCurve(parse({ type: 'cosine', floor: 0.1 }), 10_000);
  expect(points.every(({ rate }, index) => index === 0 || rate <= points[index - 1]!.rate)).toBe(true);
  expect(lowest).toBeCloseTo(0.01, 4);
});

test('a single step makes a curve too', () => {
  const { points, totalSteps } = rateCurve(parse({ type: 'linear' }, { epochs: 1, batchSize: 100 }), 1);
  expect(totalSteps).toBe(1);
  expect(points).toEqual([{ step: 0, rate: 0.1 }]);
});

test('what comes after the last step gets a warning', () => {
  const late = parse({ type: 'steps', boundaries: [32_000, 48_000] });
  expect(behindTheEnd(late, 1000)).toBe(
    'All of these come after the last of 1,000 steps: the rate does not change.',
  );
  expect(behindTheEnd(late, 40_000)).toBeUndefined();
  expect(behindTheEnd(parse({ type: 'cosine', warmup: 2000 }), 1000)).toMatch(/warm-up is longer/);
  expect(behindTheEnd(parse({ type: 'constant' }), 1)).toBeUndefined();
});

test.each([
  [0.1, '0.1'],
  [0.0031622, '0.00316'],
  [3.2e-7, '3.2e-7'],
  [0, '0'],
  [10, '10'],
])('a rate of %d is written %s', (rate, text) => expect(formatRate(rate)).toBe(text));
