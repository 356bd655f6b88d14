import {
  type ExtensionRate,
  extendedSettings,
  heldRate,
  learningRateOf,
} from '../../../../core/study/extension';
import type { ScheduleInput } from '../../../../core/study/schedule';
import { trainingFacts } from '../../../../core/study/setting/facts';
import { trainingSettingsSchema } from '../../../../core/study/settings';

const STEPS = 10;
const planned = (schedule: ScheduleInput, epochs = 4) =>
  trainingSettingsSchema.parse({ epochs, schedule, optimizer: { learningRate: 0.5 } });
type Settings = ReturnType<typeof planned>;

const rate = (
  settings: Settings,
  step: number,
  history: Parameters<typeof learningRateOf>[1]['history'] = [],
) => learningRateOf(settings, { step, stepsPerEpoch: STEPS, history });
const rates = (settings: Settings, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => rate(settings, from + index));
/** At its end, after four epochs. */
const extended = (
  settings: Settings,
  more: number,
  how: ExtensionRate,
  at = { step: 40, epoch: 4, finished: true },
) => extendedSettings(settings, at, more, how);

const SPANNING: [ScheduleInput, number][] = [
  [{ type: 'cosine', floor: 0.1, warmup: 3 }, 0.05],
  [{ type: 'cosine', floor: 0.1, restarts: 1 }, 0.05],
  [{ type: 'linear', floor: 0.2 }, 0.1],
  [{ type: 'one-cycle', start: 10, end: 100 }, 0.0005],
];

describe.each(SPANNING)('%j', (schedule, last) => {
  const before = planned(schedule);

  test('kept: the rates of before, and its last one from there on', () => {
    const after = extended(before, 2, { type: 'keep' });
    expect(after.epochs).toBe(6);
    expect(rates(after, 0, 40)).toEqual(rates(before, 0, 40));
    for (const held of rates(after, 40, 60)) expect(held).toBeCloseTo(last, 12);
    expect(heldRate(after)).toBeCloseTo(last, 12);
    // No jump: less than the largest step that the schedule has made before its end.
    const steps = rates(before, 20, 40).map((one, index, all) => Math.abs(one - (all[index - 1] ?? one)));
    expect(Math.abs(rate(after, 40) - rate(after, 39))).toBeLessThanOrEqual(Math.max(...steps));
    const again = extended(after, 3, { type: 'keep' }, { step: 60, epoch: 6, finished: true });
    expect(rates(again, 0, 60)).toEqual(rates(after, 0, 60));
    expect(rate(again, 89)).toBeCloseTo(last, 12);
  });

  test('stretched: the rates of the longer training, but only from there on', () => {
    const after = extended(before, 2, { type: 'stretch' });
    expect(rates(after, 0, 40)).toEqual(rates(before, 0, 40));
    expect(rates(after, 40, 60)).toEqual(rates(planned(schedule, 6), 40, 60));
    expect(heldRate(after)).toBeUndefined();
  });

  test('kept first, then stretched: each from its own step on', () => {
    const kept = extended(before, 2, { type: 'keep' });
    const after = extended(kept, 4, { type: 'stretch' }, { step: 60, epoch: 6, finished: true });
    expect(rates(after, 0, 60)).toEqual(rates(kept, 0, 60));
    expect(rates(after, 60, 100)).toEqual(rates(planned(schedule, 10), 60, 100));
  });

  test('stopped in its second epoch: planned epochs are gone through as planned', () => {
    const at = { step: 13, epoch: 1, finished: false };
    const after = extended(before, 2, { type: 'keep' }, at);
    expect(after.epochs).toBe(6);
    expect(rates(after, 0, 40)).toEqual(rates(before, 0, 40));
    const stretched = extended(before, 2, { type: 'stretch' }, at);
    expect(rates(stretched, 0, 13)).toEqual(rates(before, 0, 13));
    expect(rates(stretched, 13, 60)).toEqual(rates(planned(schedule, 6), 13, 60));
  });

  test('ended early: goes on with the rates that were planned', () => {
    const at = { step: 20, epoch: 2, finished: true };
    const shorter = extended(before, 1, { type: 'keep' }, at);
    expect(shorter.epochs).toBe(3);
    expect(rates(shorter, 0, 30)).toEqual(rates(before, 0, 30));
    expect(extended(before, 2, { type: 'keep' }, at)).toEqual(before);
    const longer = extended(before, 3, { type: 'keep' }, at);
    expect(rates(longer, 0, 40)).toEqual(rates(before, 0, 40));
    expect(rate(longer, 45)).toBeCloseTo(last, 12);
  });
});

describe('a new schedule for the added epochs', () => {
  const how = { type: 'new', learningRate: 0.2, schedule: { type: 'linear', warmup: 2, floor: 0 } } as const;

  test('spans them alone, its steps counted from their first', () => {
    const before = planned({ type: 'cosine' });
    const after = extended(before, 2, how);
    expect(rates(after, 0, 40)).toEqual(rates(before, 0, 40));
    const own = trainingSettingsSchema.parse({
      epochs: 2,
      schedule: how.schedule,
      optimizer: { learningRate: 0.2 },
    });
    expect(rates(after, 40, 60)).toEqual(rates(own, 0, 20));
  });

  test('begins behind the planned epochs, where the run was stopped within them', () => {
    const before = planned({ type: 'one-cycle' });
    const after = extended(before, 2, how, { step: 13, epoch: 1, finished: false });
    expect(rates(after, 0, 40)).toEqual(rates(before, 0, 40));
    expect(rate(after, 42)).toBe(0.2);
  });

  test('is itself kept or stretched by a further extension', () => {
    const after = extended(planned({ type: 'constant' }), 2, {
      ...how,
      schedule: { ...how.schedule, floor: 0.5 },
    });
    const at = { step: 60, epoch: 6, finished: true };
    const kept = extended(after, 2, { type: 'keep' }, at);
    expect(rates(kept, 0, 60)).toEqual(rates(after, 0, 60));
    expect(rates(kept, 60, 80)).toEqual(new Array(20).fill(0.1));
    const stretched = extended(after, 2, { type: 'stretch' }, at);
    expect(rates(stretched, 0, 60)).toEqual(rates(after, 0, 60));
    expect(rate(stretched, 60)).toBeCloseTo(0.2 * (1 - 0.5 * (18 / 38)), 12);
  });

  test('of plateaus counts its own epochs alone', () => {
    const plateau = { type: 'plateau', metric: 'loss', factor: 0.1, patience: 2, minDelta: 0 } as const;
    const after = extended(planned({ type: 'constant' }), 4, {
      type: 'new',
      learningRate: 1,
      schedule: plateau,
    });
    const history = [0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9].map((loss, index) => ({
      epoch: index + 1,
      loss,
      valLoss: loss,
      valAccuracy: 0,
    }));
    expect(rate(after, 60, history)).toBe(1);
    expect(rate(after, 70, history)).toBeCloseTo(0.1, 12);
  });
});

test.each<ScheduleInput>([
  { type: 'constant' },
  { type: 'steps', boundaries: [15, 45] },
  { type: 'exponential', every: 10 },
  { type: 'plateau' },
])('a schedule that does not span the training goes on: %j', (schedule) => {
  for (const type of ['keep', 'stretch'] as const) {
    expect(extended(planned(schedule), 2, { type })).toEqual(planned(schedule, 6));
  }
});

test('a training that has not begun is simply longer when its schedule is stretched', () => {
  const at = { step: 0, epoch: 0, finished: false };
  expect(extended(planned({ type: 'cosine' }), 2, { type: 'stretch' }, at)).toEqual(
    planned({ type: 'cosine' }, 6),
  );
});

test('the held rate is 0 where a schedule ends there', () => {
  expect(heldRate(planned({ type: 'cosine' }))).toBeUndefined();
  expect(heldRate(extended(planned({ type: 'cosine' }), 1, { type: 'keep' }))).toBe(0);
  expect(heldRate(extended(planned({ type: 'linear', warmup: 99 }), 1, { type: 'keep' }))).toBe(0);
  expect(heldRate(extended(planned({ type: 'constant' }), 1, { type: 'keep' }))).toBeUndefined();
});

test('the settings say it in words', () => {
  const phrase = (settings: Settings) => trainingFacts(settings).find(({ path }) => path === 'extensions');
  const cosine = planned({ type: 'cosine' });
  expect(phrase(cosine)).toMatchObject({ phrase: 'not extended', usual: true });
  expect(phrase(extended(cosine, 2, { type: 'keep' }))).toMatchObject({
    phrase: 'over 4 epochs, then its last rate is held',
    usual: false,
  });
  const twice = extended(
    extended(cosine, 2, { type: 'stretch' }),
    2,
    { type: 'new', learningRate: 0.01, schedule: { type: 'constant' } },
    { step: 60, epoch: 6, finished: true },
  );
  expect(phrase(twice)?.phrase).toBe(
    'stretched at step 40, planned for 4 epochs, 0.01 from epoch 7, constant',
  );
});
