/** The arguments of a style: what each changes in a network, and what may be stored. */

import { analyze } from '../../../core/analysis/analyze';
import { rebuildBlock } from '../../../core/edit';
import { t } from '../../../core/messages';
import { parseDocument } from '../../../core/network/parse';
import { fieldsOf } from '../../../core/ops/fields';
import { buildPreset, type PresetOptions } from '../../../core/presets';
import {
  type Style,
  type StyleArguments,
  styleArgumentsSchema,
  styleNames,
  styleOf,
} from '../../../core/styles';

const mine = (changes: Partial<StyleArguments>): Style => ({ ...styleOf('paper'), ...changes, name: 'mine' });
const build = (id: string, changes: Partial<StyleArguments>, options: PresetOptions = {}) =>
  buildPreset(id, { ...options, style: mine(changes) });
const typesOf = (document: ReturnType<typeof buildPreset>) => new Set(document.nodes.map(({ type }) => type));
const paramsOf = (document: ReturnType<typeof buildPreset>, id: string) =>
  document.nodes.find((node) => node.id === id)?.params;

test('each argument has a field with help, and each value of a choice builds sound networks', () => {
  const fields = fieldsOf(styleArgumentsSchema);
  expect(fields.map(({ name }) => name)).toEqual(Object.keys(styleArgumentsSchema.shape));
  for (const { name, options = [], help } of fields) {
    expect(t(help)).toMatch(/\.$/);
    for (const value of options)
      for (const id of ['resnet18', 'resnet50', 'resnet20'])
        expect(analyze(build(id, { [name]: value }, { width: 0.25 })).problems).toEqual([]);
  }
});

test('normalization: which layer follows each convolution, with groups that divide its channels', () => {
  const batch = build('resnet18', {});
  const count = (document: typeof batch, type: string) =>
    document.nodes.filter((node) => node.type === type).length;
  for (const [normalization, type] of [
    ['layer', 'LayerNormalization'],
    ['group', 'GroupNormalization'],
  ] as const) {
    const other = build('resnet18', { normalization, epsilon: 0.01 });
    expect(count(other, type)).toBe(count(batch, 'BatchNormalization'));
    expect(typesOf(other)).not.toContain('BatchNormalization');
  }
  const group = build('resnet18', { normalization: 'group', groups: 32 }, { width: 0.375 });
  expect(paramsOf(group, 'stage1.block1.gn1')).toEqual({ groups: 24, epsilon: 1e-5 });
  expect(paramsOf(group, 'stage4.block1.gn1')).toEqual({ groups: 32, epsilon: 1e-5 });
  const none = build('resnet18', { normalization: 'none' });
  expect([...typesOf(none)].filter((type) => type.endsWith('Normalization'))).toEqual([]);
});

test('activation: the function of every activation but the head, and its name', () => {
  const document = build('resnet18', { activation: 'gelu' });
  expect(paramsOf(document, 'stage1.block1.gelu1')).toMatchObject({ function: 'gelu' });
  const functions = document.nodes
    .filter(({ type }) => type === 'Activation')
    .map(({ params }) => params.function);
  expect(new Set(functions)).toEqual(new Set(['gelu']));
  expect(paramsOf(document, 'head.dense')).toMatchObject({ activation: 'softmax' });
});

test('stem and shortcut: by family, or the same for both', () => {
  const stem = (id: string, value: StyleArguments['stem']) =>
    paramsOf(build(id, { stem: value }), 'stem.conv')?.kernelSize;
  expect(['resnet18', 'resnet20'].map((id) => stem(id, 'by_family'))).toEqual([
    [7, 7],
    [3, 3],
  ]);
  expect(['resnet18', 'resnet20'].map((id) => stem(id, '7x7'))).toEqual([
    [7, 7],
    [7, 7],
  ]);
  const padded = (id: string, shortcut: StyleArguments['shortcut']) =>
    typesOf(build(id, { shortcut })).has('ZeroPaddedShortcut');
  expect(['resnet18', 'resnet20'].map((id) => padded(id, 'by_family'))).toEqual([false, true]);
  expect(['resnet18', 'resnet20'].map((id) => padded(id, 'padded'))).toEqual([true, true]);
  expect(['resnet18', 'resnet20'].map((id) => padded(id, 'projection'))).toEqual([false, false]);
});

test('a document stores the arguments: read again and rebuilt, a block is as it was', () => {
  const document = build('resnet18', { activation: 'silu', normalization: 'group', zeroInitLastGamma: true });
  const read = parseDocument(JSON.parse(JSON.stringify(document)));
  expect(read).toEqual(document);
  expect(read.preset).toEqual({ id: 'resnet18', style: 'mine' });
  const rebuilt = rebuildBlock(read, 'stage2.block1', {});
  expect(rebuilt.nodes).toEqual(document.nodes);
  expect(rebuilt.groups).toEqual(document.groups);
  const zeros = build('resnet18', { zeroInitLastGamma: true });
  expect(rebuildBlock(zeros, 'stage2.block1', {}).nodes).toEqual(zeros.nodes);
});

test('what cannot be a style is refused by name', () => {
  const document = JSON.parse(JSON.stringify(buildPreset('resnet20')));
  const refused = (style: unknown) => {
    document.groups[2].block.style = style;
    return () => parseDocument(document);
  };
  expect(refused('tensorflow')).toThrow(
    'Group "stage1.block1": "groups[2].block.style" must be "study", "paper", "keras", "torchvision", or "cifar". Received: "tensorflow".',
  );
  const { style } = buildPreset('resnet20').groups[2]!.block!;
  expect(refused({ ...(style as Style), epsilon: 0 })).toThrow(
    '"groups[2].block.style.epsilon" must be greater than 0. Received: 0.',
  );
  expect(refused({ ...(style as Style), dropout: 1 })).toThrow(
    '"groups[2].block.style.dropout" is not a known field.',
  );
  expect(() => styleOf({ name: 'mine', convBias: 1 })).toThrow(
    'The style convBias must be true or false. Received: 1.',
  );
});

test('published styles are found by their names', () => {
  expect(styleNames.map((name) => styleOf(name).name)).toEqual(styleNames);
});
