/** Edits against what the presets' builder makes, and where they are refused. */

import { applyEdit, EDITS, type Edit, editSchema } from '../../../../core/ablation/edits';
import { analyze } from '../../../../core/analysis/analyze';
import { graphKey } from '../../../../core/analysis/twins';
import { removeNodes } from '../../../../core/edit';
import { changeBetween } from '../../../../core/edit/change';
import { emptyDocument, type GraphDocument } from '../../../../core/graph/document';
import { wire } from '../../../../core/graph/topology';
import { countShortcuts, findShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset, type PresetOptions } from '../../../../core/presets';
import { type StyleArguments, styleOf } from '../../../../core/styles';

const edit = (given: unknown): Edit => editSchema.parse(given);
const edited = (document: GraphDocument, ...edits: unknown[]): GraphDocument =>
  edits.reduce<GraphDocument>((graph, one) => applyEdit(graph, edit(one)), document);
const names = (document: GraphDocument) => document.nodes.map(({ id }) => id).sort();
const restyled = (change: Partial<StyleArguments>): PresetOptions => ({
  style: { ...styleOf('study'), ...change },
});

test.each<[string, string, unknown, string, PresetOptions | undefined]>([
  ['no shortcut', 'resnet34', { kind: 'remove-shortcuts' }, 'plain34', undefined],
  [
    'no BatchNorm',
    'resnet20',
    { kind: 'remove-normalization' },
    'resnet20',
    restyled({ normalization: 'none' }),
  ],
  ['GELU', 'resnet50', { kind: 'activation', to: 'gelu' }, 'resnet50', restyled({ activation: 'gelu' })],
  [
    'groups of channels',
    'resnet20',
    { kind: 'normalization', to: 'group', groups: 32 },
    'resnet20',
    restyled({ normalization: 'group', groups: 32 }),
  ],
  [
    'LayerNorm',
    'resnet20',
    { kind: 'normalization', to: 'layer' },
    'resnet20',
    restyled({ normalization: 'layer' }),
  ],
])('%s is what the builder makes', (_, preset, change, other, options) => {
  const made = edited(buildPreset(preset), change);
  const built = buildPreset(other, options);
  expect(graphKey(made)).toBe(graphKey(built));
  expect(analyze(made).totals.params).toBe(analyze(built).totals.params);
  if (options) {
    expect(names(made)).toEqual(names(built));
    const byId = (document: GraphDocument) => new Map(document.groups.map((group) => [group.id, group]));
    expect(byId(made)).toEqual(byId(built));
  }
});

test('a hand-drawn network gets the same shortcuts as a block that is rebuilt', () => {
  const base = buildPreset('resnet20', { style: 'paper', shortcut: 'B' });
  const drawn = { ...base, groups: [] };
  const loose = { ...drawn, nodes: drawn.nodes.map(({ group: _, ...node }) => node) };
  for (const type of ['A', 'B', 'C']) {
    const change = { kind: 'shortcut-type', type };
    expect(graphKey(edited(loose, change))).toBe(graphKey(edited(base, change)));
  }
  expect(findShortcuts(edited(loose, { kind: 'shortcut-type', type: 'C' })).map(({ kind }) => kind)).toEqual(
    Array(9).fill('projection'),
  );
  const back = edited(loose, { kind: 'shortcut-type', type: 'C' }, { kind: 'shortcut-type', type: 'B' });
  expect(graphKey(back)).toBe(graphKey(base));
});

test('a block that was changed by hand keeps the change when its shortcut changes', () => {
  const base = edited(buildPreset('resnet20'), { kind: 'kernel', from: 3, to: 5 });
  const made = edited(base, { kind: 'shortcut-type', type: 'C' });
  expect(made.nodes.find(({ id }) => id === 'stage1.block2.conv1')?.params.kernelSize).toEqual([5, 5]);
});

test('kernels keep image sizes in every padding', () => {
  for (const style of ['study', 'paper'] as const) {
    const base = buildPreset('resnet34', { style });
    const made = edited(base, { kind: 'kernel', from: 3, to: 7 });
    const shapes = (document: GraphDocument) =>
      Object.values(analyze(document).nodes).map(({ id, outputShape }) => [id, outputShape]);
    const padded = new Set(base.nodes.filter(({ type }) => type === 'ZeroPadding2D').map(({ id }) => id));
    const withoutPads = ([id]: unknown[]) => !padded.has(id as string);
    expect(shapes(made).filter(withoutPads)).toEqual(shapes(base).filter(withoutPads));
    expect(analyze(made).totals.params).toBeGreaterThan(3 * analyze(base).totals.params);
  }
});

test('the survival rate falls in equal steps to that of the last block', () => {
  const made = edited(buildPreset('resnet20'), {
    kind: 'stochastic-depth',
    survivalRate: 0.1,
    mode: 'batch',
  });
  const rates = made.nodes.flatMap(({ type, params }) =>
    type === 'StochasticDepth' ? [Number(params.survivalRate)] : [],
  );
  expect(rates.map((rate) => rate.toFixed(3))).toEqual(
    Array.from({ length: 9 }, (_, index) => (1 - ((index + 1) / 9) * 0.9).toFixed(3)),
  );
  expect(countShortcuts(made)).toBe(9);
  const modes = made.nodes.flatMap(({ params }) => params.mode ?? []);
  expect(new Set(modes)).toEqual(new Set(['batch']));
});

test('pre-activation leaves the signal between two Adds alone', () => {
  const base = buildPreset('resnet20', { shortcut: 'A' });
  const made = edited(base, { kind: 'pre-activation' });
  const wiring = wire(made);
  const typesBefore = (id: string): string[] =>
    wiring
      .incoming(id)
      .map(({ source }) => wiring.nodes.get(source)!.type)
      .sort();
  const adds = made.nodes.filter(({ type }) => type === 'Add').map(({ id }) => id);
  expect(adds).toHaveLength(9);
  expect(adds.map(typesBefore)).toEqual(
    adds.map((id) => {
      if (id === 'stage1.block1.add') return ['Activation', 'Conv2D'];
      return ['Conv2D', /stage[23]\.block1/.test(id) ? 'ZeroPaddedShortcut' : 'Add'].sort();
    }),
  );
  expect(typesBefore('head.pool')).toEqual(['Activation']);
  expect(typesBefore('stage1.block2.conv1')).toEqual(['Activation']);
  expect(names(made)).toEqual(names(base));
  expect(analyze(made).totals.params).toBe(analyze(base).totals.params);
  expect(analyze(made).totals.depth).toBe(20);
});

test('a projection takes the activated signal and has no normalization', () => {
  const made = edited(buildPreset('resnet50'), { kind: 'pre-activation' });
  const wiring = wire(made);
  const [into] = wiring.incoming('stage2.block1.shortcut.conv');
  expect(wiring.nodes.get(into!.source)!.type).toBe('Activation');
  expect(names(made).filter((name) => /shortcut\.bn/.test(name))).toEqual([]);
});

test('shortcuts of some blocks or stages only', () => {
  const base = buildPreset('resnet20');
  const count = (...blocks: string[]) => countShortcuts(edited(base, { kind: 'remove-shortcuts', blocks }));
  expect(countShortcuts(base)).toBe(9);
  expect(count('stage2.block1')).toBe(8);
  expect(count('stage2', 'stage3.block3')).toBe(5);
  expect(count('stage1.block1.add')).toBe(8);
});

test('an edit by hand, and one of a layer that is gone', () => {
  const base = buildPreset('resnet20');
  const change = changeBetween(base, removeNodes(base, ['stage1.block1.relu1']));
  expect(names(edited(base, { kind: 'change', change }))).not.toContain('stage1.block1.relu1');
  expect(() => edited(removeNodes(base, ['stage1.block1.relu1']), { kind: 'change', change })).toThrow(
    /stage1\.block1\.relu1.*does not have/,
  );
});

test.each(EDITS.filter(({ kind }) => kind !== 'change').map(({ kind }) => kind))(
  '%s is refused where there is nothing to edit',
  (kind) => {
    expect(() => edited(emptyDocument('empty'), { kind })).toThrow(/network/);
  },
);

test.each(EDITS.filter(({ kind }) => kind !== 'change').map(({ kind }) => kind))(
  '%s leaves the document that it was given alone, and its result is sound',
  (kind) => {
    const base = buildPreset('resnet20');
    const before = JSON.stringify(base);
    const made = edited(base, { kind });
    expect(JSON.stringify(base)).toBe(before);
    expect(analyze(made).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(graphKey(made)).not.toBe(graphKey(base));
  },
);
