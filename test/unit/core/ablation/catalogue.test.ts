/** The studies that are ready to start. */

import { STUDY_TEMPLATES } from '../../../../core/ablation/catalogue';
import { parseStudy } from '../../../../core/ablation/read';
import { resolveStudy } from '../../../../core/ablation/resolve';
import { graphKey } from '../../../../core/analysis/twins';
import { findShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';

const resolved = (id: string) => {
  const template = STUDY_TEMPLATES.find((one) => one.id === id)!;
  const base = { document: buildPreset('resnet20') };
  return resolveStudy(parseStudy(JSON.parse(JSON.stringify(template.make(base)))));
};
const shortcutsOf = (id: string) =>
  Object.fromEntries(
    resolved(id).arms.map(({ name, graph }) => [
      name,
      findShortcuts(graph).filter(({ muted }) => !muted).length,
    ]),
  );

test.each(STUDY_TEMPLATES.map(({ id }) => id))('%s is sound', (id) => {
  const { arms, baseline, seeds } = resolved(id);
  expect(arms.map(({ name }) => name)).toContain(baseline);
  expect(seeds.length).toBeGreaterThan(0);
});

test("the tutorial's networks and their plain twins", () => {
  expect(shortcutsOf('tutorial')).toEqual({ 'ResNet-34': 16, 'Plain-34': 0, 'ResNet-50': 16, 'Plain-50': 0 });
  expect(resolved('tutorial').settings).toMatchObject({ dataset: 'cifar10', epochs: 5, order: 'tutorial' });
  const [, plain] = resolved('tutorial').arms;
  expect(graphKey(plain!.graph)).toBe(graphKey(buildPreset('plain34')));
});

test('table 2, table 6 and figure 7', () => {
  expect(shortcutsOf('table2')).toEqual({ 'ResNet-18': 8, 'Plain-18': 0, 'ResNet-34': 16, 'Plain-34': 0 });
  expect(shortcutsOf('table6')).toEqual({
    'ResNet-20': 9,
    'ResNet-32': 15,
    'ResNet-44': 21,
    'ResNet-56': 27,
    'ResNet-110': 54,
  });
  const { arms, settings } = resolved('figure7');
  expect(arms.map(({ name }) => name)).toEqual([
    'ResNet-20',
    'Plain-20',
    'ResNet-56',
    'Plain-56',
    'ResNet-110',
  ]);
  expect(settings.diagnosticsEvery).toBe(100);
});

test('table 3 differs in the shortcuts alone', () => {
  const kinds = resolved('table3').arms.map(({ graph }) => {
    const all = findShortcuts(graph).map(({ kind }) => kind);
    return ['identity', 'padded', 'projection'].map((kind) => all.filter((one) => one === kind).length);
  });
  expect(kinds).toEqual([
    [13, 3, 0],
    [13, 0, 3],
    [0, 0, 16],
  ]);
});

test("which block's shortcut matters: one is missing in each arm but the first", () => {
  const counts = shortcutsOf('which-block');
  expect(Object.values(counts)).toEqual([9, ...Array(9).fill(8)]);
  expect(Object.keys(counts)[1]).toBe('without Stage 1, Block 1');
});
