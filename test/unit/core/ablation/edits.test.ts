/** Edits against what the presets' builder makes, and where they are refused. */

import { applyEdit, EDITS, type Edit, editSchema } from '../../../../core/ablation/edits';
import { analyze } from '../../../../core/analysis/analyze';
import { graphKey } from '../../../../core/analysis/twins';
import { removeNodes } from '../../../../core/edit';
import { changeBetween } from '../../../../core/edit/change';
import { emptyDocument, type GraphDocument } from '../../../../core/graph/document';
import { countShortcuts } from '../../../../core/network/shortcuts';
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
    expect(made.groups).toEqual(built.groups);
  }
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
