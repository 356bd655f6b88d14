/**
 * Expected numbers were computed once with Keras 3.15.1 (keras.optimizers.schedules, float32) and with PyTorch 2.15
 * (torch.optim.lr_scheduler), by the calls beside them.
 */

import { describeSchedule } from '../../../../core/study/describe-schedule';
import { learningRateAt, type TrainingPoint } from '../../../../core/study/learning-rate';
import { type ScheduleInput, scheduleSchema } from '../../../../core/study/schedule';

type History = TrainingPoint['history'];

const rate = (schedule: ScheduleInput, baseRate: number, totalSteps: number, history: History = []) => {
  const parsed = scheduleSchema.parse(schedule);
  return (step: number) => learningRateAt(parsed, baseRate, { step, stepsPerEpoch: 10, totalSteps, history });
};

/** Both are float32 at best. */
function expectRates(at: (step: number) => number, expected: Record<number, number>): void {
  for (const [step, value] of Object.entries(expected)) {
    expect([
      step,
      Math.abs(at(Number(step)) - value) <= 1e-6 * Math.abs(value) + 1e-8,
      at(Number(step)),
    ]).toEqual([step, true, expect.any(Number)]);
  }
}

test('constant', () => {
  expect([0, 7, 1e6].map(rate({ type: 'constant' }, 0.3, 10))).toEqual([0.3, 0.3, 0.3]);
});

test('steps: a boundary is the first step of the smaller rate, as the paper divides at 32k and 48k', () => {
  const at = rate({ type: 'steps', boundaries: [48_000, 32_000] }, 0.1, 64_000);
  expectRates(at, { 0: 0.1, 31999: 0.1, 32000: 0.01, 47999: 0.01, 48000: 0.001, 63999: 0.001 });
});

test('steps with the warm-up of ResNet-110: 0.01 at first, then 0.1', () => {
  const at = rate({ type: 'steps', boundaries: [32_000], warmup: 400 }, 0.1, 64_000);
  expectRates(at, { 0: 0.01, 399: 0.01, 400: 0.1, 32000: 0.01 });
});

test('exponential: keras ExponentialDecay(0.1, 100, 0.9)', () => {
  const smooth = rate({ type: 'exponential', every: 100, factor: 0.9 }, 0.1, 1000);
  expectRates(smooth, { 0: 0.1, 1: 0.099894695, 50: 0.0948683247, 100: 0.09, 250: 0.0768433437 });
  const stairs = rate({ type: 'exponential', every: 100, factor: 0.9, staircase: true }, 0.1, 1000);
  expectRates(stairs, { 0: 0.1, 99: 0.1, 100: 0.09, 199: 0.09, 250: 0.081 });
});

test('cosine: keras CosineDecay(0.1, 1000, alpha=0.1)', () => {
  const at = rate({ type: 'cosine', floor: 0.1 }, 0.1, 1000);
  expectRates(at, { 0: 0.1, 1: 0.099999778, 250: 0.0868198127, 500: 0.055, 999: 0.0100002233, 1200: 0.01 });
});

test('cosine with warm-up: keras CosineDecay(0, 900, alpha=0.01, warmup_target=0.2, warmup_steps=100)', () => {
  const at = rate({ type: 'cosine', floor: 0.01, warmup: 100 }, 0.2, 1000);
  expectRates(at, { 0: 0, 1: 0.002, 50: 0.1, 99: 0.198, 100: 0.2, 101: 0.1999994069 });
  expectRates(at, { 550: 0.1010000035, 999: 0.0020006017, 1000: 0.002 });
});

test('cosine with restarts: keras CosineDecayRestarts(0.1, 250, t_mul=1, alpha=0.1)', () => {
  const at = rate({ type: 'cosine', floor: 0.1, restarts: 3 }, 0.1, 1000);
  expectRates(at, { 0: 0.1, 125: 0.055, 249: 0.0100035546, 250: 0.1, 374: 0.0555654652, 500: 0.1, 750: 0.1 });
  expectRates(at, { 999: 0.0100035546, 1000: 0.01 });
});

test('longer periods: keras CosineDecayRestarts(0.1, 100, t_mul=2), three of them fill 700 steps', () => {
  const at = rate({ type: 'cosine', restarts: 2, periodFactor: 2 }, 0.1, 700);
  expectRates(at, { 0: 0.1, 50: 0.05, 99: 2.467334343e-5, 100: 0.1, 200: 0.05, 299: 6.16908e-6, 300: 0.1 });
  expectRates(at, { 500: 0.05, 699: 1.54078e-6 });
});

test('restarts share what the warm-up leaves, and do not warm up again', () => {
  const at = rate({ type: 'cosine', warmup: 100, restarts: 1 }, 1, 300);
  expectRates(at, { 50: 0.5, 100: 1, 150: 0.5, 200: 1, 201: 0.9997532801, 250: 0.5, 300: 0 });
});

test('periods that do not come out even end at a whole step', () => {
  const at = rate({ type: 'cosine', restarts: 2 }, 1, 100);
  const tops = Array.from({ length: 100 }, (_, step) => step).filter((step) => at(step) === 1);
  expect(tops).toEqual([0, 33, 67]);
});

test('more restarts than steps still give a rate', () => {
  const at = rate({ type: 'cosine', restarts: 1000 }, 0.1, 10);
  for (let step = 0; step <= 10; step++) expect(at(step)).toBeGreaterThanOrEqual(0);
});

test('linear: keras PolynomialDecay(0.1, 1000, 0.02, power=1), and after a warm-up', () => {
  const at = rate({ type: 'linear', floor: 0.2 }, 0.1, 1000);
  expectRates(at, { 0: 0.1, 1: 0.09992, 500: 0.06, 999: 0.02008, 1000: 0.02, 1100: 0.02 });
  const warm = rate({ type: 'linear', warmup: 20 }, 0.1, 120);
  expectRates(warm, { 0: 0, 10: 0.05, 20: 0.1, 70: 0.05, 119: 0.001 });
});

test('a warm-up as long as the training never falls', () => {
  const at = rate({ type: 'cosine', warmup: 50 }, 0.1, 20);
  expectRates(at, { 0: 0, 19: 0.038 });
});

test('one-cycle: torch OneCycleLR(max_lr=0.4, total_steps=1000, pct_start=0.3)', () => {
  const at = rate({ type: 'one-cycle' }, 0.4, 1000);
  expectRates(at, { 0: 0.016, 1: 0.0160105980169, 100: 0.112582944579, 250: 0.375111052959, 299: 0.4 });
  expectRates(at, { 300: 0.399997985806, 500: 0.323995240616, 998: 3.6141935e-6, 999: 1.6e-6, 2000: 1.6e-6 });
});

test('one-cycle: torch OneCycleLR(max_lr=1, total_steps=97, pct_start=0.25, div_factor=10, final_div_factor=100)', () => {
  const at = rate({ type: 'one-cycle', rise: 0.25, start: 10, end: 100 }, 1, 97);
  expectRates(at, { 0: 0.1, 1: 0.104101809329, 9: 0.39371263622, 24: 0.999738046738, 28: 0.989528637412 });
  expectRates(at, { 29: 0.984680576789, 48: 0.740852379273, 95: 0.00146566302637, 96: 0.001 });
});

test('one-cycle in a training of one or two steps', () => {
  expect(rate({ type: 'one-cycle' }, 1, 1)(0)).toBeCloseTo(1 / 25 / 1e4, 15);
  expect(rate({ type: 'one-cycle' }, 1, 2)(0)).toBe(1);
});

describe('plateau: keras ReduceLROnPlateau(factor=0.1, patience=2, min_delta=0.01)', () => {
  const values = [1.0, 0.9, 0.895, 0.9, 0.85, 0.86, 0.87, 0.845, 0.88, 0.9];
  const rates = [0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.001, 0.001, 1e-4, 1e-4];
  const schedule = { type: 'plateau', patience: 2, minDelta: 0.01 } as const;
  const history = (upTo: number): History =>
    values
      .slice(0, upTo)
      .map((value, index) => ({ epoch: index + 1, loss: value, valLoss: value, valAccuracy: 1 - value }));

  test.each(['valLoss', 'loss', 'valAccuracy'] as const)(
    'by %s, at the first and last step of each epoch',
    (metric) => {
      for (const [epoch, expected] of rates.entries()) {
        const at = rate({ ...schedule, metric }, 0.1, 1000, history(epoch));
        expectRates(at, { [10 * epoch]: expected, [10 * epoch + 9]: expected });
      }
    },
  );

  test('epochs that end after the step do not count: the rate is a function of the step', () => {
    const at = rate(schedule, 0.1, 1000, history(10));
    expectRates(at, Object.fromEntries(rates.map((expected, epoch) => [10 * epoch, expected])));
  });
});

test('a step that is no step is refused', () => {
  const at = rate({ type: 'constant' }, 0.1, 10);
  expect(() => at(-1)).toThrow('A step is a whole number of at least 0. Received: -1.');
  expect(() => at(1.5)).toThrow(RangeError);
});

test.each<[ScheduleInput, string]>([
  [{ type: 'constant' }, 'constant'],
  [{ type: 'steps', boundaries: [48_000, 32_000] }, 'divided by 10 at steps 32,000 and 48,000'],
  [
    { type: 'steps', boundaries: [100], factor: 0.3, warmup: 400 },
    'divided by 10 for the first 400 steps, multiplied by 0.3 at step 100',
  ],
  [{ type: 'exponential', every: 1000, staircase: true }, 'multiplied by 0.96 every 1,000 steps, in stairs'],
  [{ type: 'cosine' }, 'cosine to 0'],
  [
    { type: 'cosine', warmup: 500, floor: 0.01, restarts: 3, periodFactor: 2 },
    '500 warm-up steps, then cosine to 1% of the rate with 3 restarts, each period 2 times as long as the one before',
  ],
  [{ type: 'one-cycle' }, 'one cycle, up over the first 30% of the steps'],
  [{ type: 'linear', warmup: 1 }, '1 warm-up step, then linear to 0'],
  [{ type: 'plateau' }, 'divided by 10 after 5 epochs without better validation loss'],
])('in words: %j', (schedule, words) => {
  expect(describeSchedule(scheduleSchema.parse(schedule))).toBe(words);
});
