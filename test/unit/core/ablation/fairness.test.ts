/** What arms do not have in common, and the control that is as large as the baseline. */
import { applyEdit } from '../../../../core/ablation/edits';
import { equalParameterControl, inequalities, sharedStart } from '../../../../core/ablation/fairness';
import { analyze } from '../../../../core/analysis/analyze';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';

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
  const control = equalParameterControl({ name: 'wide' }, wide, paramsOf(base), 'wide, equal')!;
  expect(control).toMatchObject({
    arm: { name: 'wide, equal', base: { arm: 'wide' }, edits: [{ kind: 'width', factor: 0.5 }] },
    params: paramsOf(base),
    remaining: 0,
  });
  const deep = applyEdit(base, { kind: 'depth', blocks: [5] });
  const closest = equalParameterControl({ name: 'deep' }, deep, paramsOf(base), 'deep, equal')!;
  const [edit] = closest.arm.edits;
  expect(paramsOf(applyEdit(deep, edit!))).toBe(closest.params);
  const { factor } = edit as { factor: number };
  const rest = (more: number) =>
    Math.abs(paramsOf(applyEdit(deep, { kind: 'width', factor: factor + more / 16 })) - paramsOf(base));
  expect(rest(0)).toBe(Math.abs(closest.remaining));
  expect(rest(0)).toBeLessThanOrEqual(Math.min(rest(-1), rest(1)));
  expect(equalParameterControl({ name: 'same' }, base, paramsOf(base), 'x')).toBeUndefined();
});
