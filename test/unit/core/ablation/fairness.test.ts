/** What arms do not have in common, and the control that is as large as the baseline. */
import { applyEdit } from '../../../../core/ablation/edits';
import {
  equalParameterControl,
  inequalities,
  measuresOf,
  missingControls,
  otherBatches,
  otherDefaults,
  sharedStart,
} from '../../../../core/ablation/fairness';
import { analyze } from '../../../../core/analysis/analyze';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';
import { trainingSettingsSchema } from '../../../../core/study/settings';

const paramsOf = (document: Parameters<typeof analyze>[0]) => analyze(document).totals.params;
const base = buildPreset('resnet20');

test('each number in which an arm differs from the baseline', () => {
  const arms = [
    { arm: 'base', params: 100, macs: 1000, seconds: 10 },
    { arm: 'wide', params: 400, macs: 1000, seconds: 10.4 },
    { arm: 'slow', params: 100, macs: 500, seconds: 15 },
    { arm: 'new', params: 100, macs: 1000 },
  ];
  expect(inequalities(arms, 'base')).toEqual([
    { arm: 'wide', measure: 'params', value: 400, ratio: 4 },
    { arm: 'slow', measure: 'macs', value: 500, ratio: 0.5 },
    { arm: 'slow', measure: 'seconds', value: 15, ratio: 1.5 },
  ]);
});

test('the time of an arm is the mean over the varied settings, once all of them are known', () => {
  const one = { arm: 'a', params: 1, macs: 2 };
  expect(
    measuresOf([
      { ...one, seconds: 10 },
      { ...one, seconds: 30 },
      { ...one, arm: 'b' },
    ]),
  ).toEqual([
    { ...one, seconds: 20 },
    { ...one, arm: 'b' },
  ]);
  expect(measuresOf([{ ...one, seconds: 10 }, one])).toEqual([one]);
});

test('arms with a batch size, an order or an augmentation of their own are trained on other batches', () => {
  const settings = trainingSettingsSchema.parse({});
  const arms = [
    { name: 'base', settings },
    { name: 'rate', settings: { ...settings, epochs: 7, labelSmoothing: 0.1 } },
    { name: 'small', settings: { ...settings, batchSize: 16, order: 'tutorial' as const } },
    { name: 'flipped', settings: trainingSettingsSchema.parse({ augmentation: { flip: true } }) },
  ];
  expect(otherBatches(arms, 'base')).toEqual([
    { arm: 'small', settings: ['order', 'batchSize'] },
    { arm: 'flipped', settings: ['augmentation.flip'] },
  ]);
});

test('another optimizer starts with its own defaults, which are said unless they were chosen', () => {
  const settings = trainingSettingsSchema.parse({ optimizer: { type: 'sgd', learningRate: 0.1 } });
  const adam = {
    ...settings,
    optimizer: trainingSettingsSchema.parse({ optimizer: { type: 'adamw' } }).optimizer,
  };
  const arms = [
    { name: 'base', settings },
    { name: 'adam', settings: adam },
    { name: 'chosen', settings: { ...adam, optimizer: { ...adam.optimizer, learningRate: 0.01 } } },
  ];
  const [first, ...others] = otherDefaults(arms, 'base');
  expect(first).toMatchObject({ arm: 'adam', settings: expect.arrayContaining(['learning rate 0.001']) });
  expect(others.flatMap((one) => one.settings).join()).not.toMatch(/learning rate/);
});

test('parameters that start alike: by name and shape', () => {
  const total = paramsOf(base);
  expect(sharedStart(base, base)).toEqual({ shared: total, own: 0 });
  const plain = removeShortcuts(base);
  expect(sharedStart(plain, base)).toEqual({ shared: paramsOf(plain), own: 0 });
  const wide = applyEdit(base, { kind: 'width', factor: 2 });
  const { shared, own } = sharedStart(wide, base);
  expect(shared + own).toBe(paramsOf(wide));
  // The biases of the classes keep their shape.
  expect(shared).toBe(10);
});

test('the control has as many parameters as whole filters allow', () => {
  const wide = applyEdit(base, { kind: 'width', factor: 2 });
  const control = equalParameterControl({ name: 'wide' }, wide, paramsOf(base))!;
  expect(control).toMatchObject({
    arm: { name: 'wide, equal parameters', base: { arm: 'wide' }, edits: [{ kind: 'width', factor: 0.5 }] },
    params: paramsOf(base),
    remaining: 0,
  });
  const deep = applyEdit(base, { kind: 'depth', blocks: [5] });
  const closest = equalParameterControl({ name: 'deep' }, deep, paramsOf(base))!;
  const [edit] = closest.arm.edits;
  expect(paramsOf(applyEdit(deep, edit!))).toBe(closest.params);
  const { factor } = edit as { factor: number };
  const rest = (more: number) =>
    Math.abs(paramsOf(applyEdit(deep, { kind: 'width', factor: factor + more / 16 })) - paramsOf(base));
  expect(rest(0)).toBe(Math.abs(closest.remaining));
  expect(rest(0)).toBeLessThanOrEqual(Math.min(rest(-1), rest(1)));
  const study = {
    arms: [
      { name: 'base', edits: [] },
      { name: 'wide', edits: [] },
    ],
    baseline: 'base',
  };
  const graphOf = (arm: string) => (arm === 'wide' ? wide : base);
  expect(missingControls(study, graphOf)).toEqual([control]);
  expect(missingControls({ ...study, arms: [...study.arms, control.arm] }, graphOf)).toEqual([]);
  expect(equalParameterControl({ name: 'same' }, base, paramsOf(base))).toBeUndefined();
});
