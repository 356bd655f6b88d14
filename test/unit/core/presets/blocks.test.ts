/** Blocks and presets in their details: names, padding, strides, options and their limits. */
import { analyze } from '../../../../core/analysis/analyze';
import type { BlockParams, GraphDocument } from '../../../../core/graph/document';
import { findShortcuts } from '../../../../core/network/shortcuts';
import { palette } from '../../../../core/ops/palette';
import type { PresetOptions } from '../../../../core/presets';
import { buildBlock, buildPreset, presetFor, presets } from '../../../../core/presets';
import { styleNames, styleOf } from '../../../../core/styles';

const idsIn = (document: GraphDocument, group: string) =>
  document.nodes.filter((node) => node.group === group).map((node) => node.id.slice(group.length + 1));
const paramsOf = (document: GraphDocument, id: string) =>
  document.nodes.find((node) => node.id === id)?.params;

test('there are twenty presets: a residual and a plain network for each depth', () => {
  expect(presets.map((preset) => preset.id)).toEqual(
    [18, 34, 50, 101, 152, 20, 32, 44, 56, 110].flatMap((depth) => [`resnet${depth}`, `plain${depth}`]),
  );
  expect(presetFor('resnet56')).toEqual({
    id: 'resnet56',
    family: 'resnet',
    depth: 56,
    title: 'ResNet-56',
    kind: 'cifar',
  });
  expect(presetFor('constructor')).toBeUndefined();
});

test('nodes are named after their place', () => {
  const study = buildPreset('resnet50');
  expect(study.nodes[0]).toEqual({
    id: 'input',
    type: 'Input',
    params: { shape: [32, 32, 3], pixels: '0-1' },
  });
  expect(idsIn(study, 'stem')).toEqual(['conv', 'bn', 'relu', 'pool']);
  expect(idsIn(study, 'stage2.block1')).toEqual([
    'conv1',
    'bn1',
    'relu1',
    'conv2',
    'bn2',
    'relu2',
    'conv3',
    'bn3',
    'shortcut.conv',
    'shortcut.bn',
    'add',
    'relu',
  ]);
  expect(study.nodes.slice(-2).map((node) => node.id)).toEqual(['head.pool', 'head.dense']);
  expect(study.groups.slice(0, 3)).toEqual([
    { id: 'stem', kind: 'stem', collapsed: true },
    { id: 'stage1', kind: 'stage', collapsed: true },
    {
      id: 'stage1.block1',
      kind: 'block',
      parent: 'stage1',
      collapsed: true,
      block: {
        kind: 'bottleneck',
        filters: 64,
        strides: 1,
        shortcut: 'projection',
        style: {
          name: 'study',
          stem: 'by_family',
          shortcut: 'projection',
          basicProjection: '3x3',
          bottleneckStride: 'first',
          stridedPadding: 'same',
          convBias: true,
          normalization: 'batch',
          momentum: 0.99,
          epsilon: 0.001,
          groups: 32,
          activation: 'relu',
          kernelInitializer: 'glorot_uniform',
          zeroInitLastGamma: false,
        },
      },
    },
  ]);
  expect(idsIn(buildPreset('resnet50', { style: 'keras' }), 'stem')).toEqual([
    'pad',
    'conv',
    'bn',
    'relu',
    'poolpad',
    'pool',
  ]);
  expect(idsIn(buildPreset('resnet18', { style: 'paper' }), 'stage2.block1')).toEqual([
    'pad1',
    'conv1',
    'bn1',
    'relu1',
    'conv2',
    'bn2',
    'shortcut.conv',
    'shortcut.bn',
    'add',
    'relu',
  ]);
});

test.each([
  ['study', [2, 2], [1, 1], true, { momentum: 0.99, epsilon: 0.001, gammaInitializer: 'ones' }],
  ['paper', [2, 2], [1, 1], false, { momentum: 0.9, epsilon: 1e-5, gammaInitializer: 'ones' }],
  ['keras', [2, 2], [1, 1], true, { momentum: 0.99, epsilon: 1.001e-5, gammaInitializer: 'ones' }],
  ['torchvision', [1, 1], [2, 2], false, { momentum: 0.9, epsilon: 1e-5, gammaInitializer: 'ones' }],
  ['cifar', [1, 1], [2, 2], false, { momentum: 0.9, epsilon: 1e-5, gammaInitializer: 'ones' }],
] as const)('%s: where the stride is, biases, normalization', (style, first, middle, useBias, norm) => {
  const document = buildPreset('resnet50', { style });
  expect(paramsOf(document, 'stage2.block1.conv1')).toMatchObject({ strides: first, useBias });
  expect(paramsOf(document, 'stage2.block1.conv2')).toMatchObject({ strides: middle, useBias });
  expect(paramsOf(document, 'stage2.block1.shortcut.conv')).toMatchObject({
    strides: [2, 2],
    kernelSize: [1, 1],
  });
  for (const node of document.nodes)
    if (node.type === 'BatchNormalization') expect(node.params).toEqual(norm);
});

test.each(['paper', 'keras', 'torchvision', 'cifar'] as const)(
  '%s: strided windows are padded evenly, then valid',
  (style) => {
    for (const id of ['resnet34', 'resnet50', 'resnet20']) {
      const document = buildPreset(id, { style });
      for (const node of document.nodes) {
        const { strides = [1, 1], kernelSize, poolSize, padding } = node.params;
        const window = kernelSize ?? poolSize;
        if (!Array.isArray(window) || !Array.isArray(strides)) continue;
        const padded = (strides[0] ?? 1) > 1 && (window[0] ?? 1) > 1;
        expect(padding).toBe(padded ? 'valid' : 'same');
        if (!padded) continue;
        const source = document.edges.find((edge) => edge.target === node.id)?.source ?? '';
        const side = ((window[0] ?? 1) - 1) / 2;
        expect(paramsOf(document, source)).toEqual({ padding: [side, side, side, side] });
      }
    }
  },
);

test('study: everything pads "same", basic blocks project with 3×3 where strided', () => {
  const document = buildPreset('resnet34');
  expect(document.nodes.filter((node) => node.type === 'ZeroPadding2D')).toEqual([]);
  const projections = findShortcuts(document).filter((shortcut) => shortcut.kind === 'projection');
  expect(projections.map((shortcut) => shortcut.addId)).toEqual(
    [2, 3, 4].map((stage) => `stage${stage}.block1.add`),
  );
  expect(paramsOf(document, 'stage2.block1.shortcut.conv')).toMatchObject({
    kernelSize: [3, 3],
    filters: 128,
  });
});

test('option A has no weights in its shortcuts; paper-style CIFAR nets use it by default', () => {
  const kinds = (id: string, options: PresetOptions) =>
    new Set(findShortcuts(buildPreset(id, options)).map((shortcut) => shortcut.kind));
  expect(kinds('resnet20', { style: 'paper' })).toEqual(new Set(['identity', 'padded']));
  expect(kinds('resnet20', { style: 'paper', shortcut: 'B' })).toEqual(new Set(['identity', 'projection']));
  expect(kinds('resnet20', { style: 'study' })).toEqual(new Set(['identity', 'projection']));
  expect(kinds('resnet50', { style: 'torchvision', shortcut: 'A' })).toEqual(new Set(['identity', 'padded']));
  // Section 4.2 gives 0.27 M parameters for 20 layers and 1.7 M for 110.
  const millions = (id: string) => analyze(buildPreset(id, { style: 'paper' })).totals.trainable / 1e6;
  expect(millions('resnet20')).toBeCloseTo(0.27, 2);
  expect(millions('resnet32')).toBeCloseTo(0.46, 2);
  expect(millions('resnet44')).toBeCloseTo(0.66, 2);
  expect(millions('resnet56')).toBeCloseTo(0.85, 2);
  expect(millions('resnet110')).toBeCloseTo(1.73, 2);
  expect(analyze(buildPreset('resnet20', { style: 'paper' })).totals.params).toBe(
    analyze(buildPreset('plain20', { style: 'paper' })).totals.params,
  );
});

test('the image shrinks as in table 1 of the paper', () => {
  for (const style of ['study', 'paper', 'keras', 'torchvision'] as const) {
    const { nodes } = analyze(buildPreset('resnet50', { style, inputShape: [224, 224, 3], classes: 1000 }));
    const side = (id: string) => nodes[id]?.outputShape?.[0];
    expect([
      side('stem.conv'),
      side('stem.pool'),
      ...[1, 2, 3, 4].map((n) => side(`stage${n}.block3.relu`)),
    ]).toEqual([112, 56, 56, 28, 14, 7]);
  }
});

test('width is a factor on the filters', () => {
  const narrow = buildPreset('resnet50', { width: 0.25, classes: 5, inputShape: [17, 23, 1] });
  expect(paramsOf(narrow, 'stem.conv')).toMatchObject({ filters: 16 });
  expect(paramsOf(narrow, 'stage4.block3.conv3')).toMatchObject({ filters: 512 });
  expect(analyze(narrow).problems).toEqual([]);
  for (const style of styleNames)
    for (const id of ['resnet50', 'resnet20'])
      expect(analyze(buildPreset(id, { style, width: 0.001 })).problems).toEqual([]);
});

test.each<[string, PresetOptions | undefined, string]>([
  ['resnet51', undefined, 'A preset must be resnet18, plain18, resnet34,'],
  ['__proto__', undefined, 'Received: __proto__.'],
  [
    'resnet50',
    { width: 16 },
    'width must be above 0 and at most 8 (0.25 makes a narrow network). Received: 16.',
  ],
  ['resnet50', { width: Number.NaN }, 'Received: NaN.'],
  ['resnet50', { classes: 0 }, 'classes must be a whole number of at least 1. Received: 0.'],
  [
    'resnet50',
    { inputShape: [32, 32] },
    'inputShape must be height, width, and channels, whole numbers of at least 1. Received: 32×32.',
  ],
  ['resnet50', { inputShape: [32, 32, 0.5] }, 'Received: 32×32×0.5.'],
])('%s with %j is refused', (id, options, message) => {
  expect(() => buildPreset(id, options)).toThrow(RangeError);
  expect(() => buildPreset(id, options)).toThrow(message);
});

test('an unknown style or shortcut is refused by name', () => {
  const style: string = 'tensorflow';
  expect(() => styleOf(style)).toThrow(
    'The style must be "study", "paper", "keras", "torchvision", or "cifar". Received: "tensorflow".',
  );
  const shortcut: string = 'C';
  expect(() => buildPreset('resnet50', { shortcut: shortcut as 'A' })).toThrow('Received: C.');
});

describe('one block', () => {
  const kinds = ['basic', 'bottleneck'] as const;
  const shortcuts = ['identity', 'projection', 'padded', 'none'] as const;
  const all = kinds.flatMap((kind) =>
    shortcuts.flatMap((shortcut) =>
      styleNames.map((style): BlockParams => ({ kind, shortcut, style, filters: 8, strides: 1 })),
    ),
  );

  test.each(all)('$kind, $shortcut, $style: its output and its open inputs', (params) => {
    const open = buildBlock('b', params);
    expect(open.outputId).toBe('b.relu');
    expect(open.entries).toHaveLength(params.shortcut === 'none' ? 1 : 2);
    const fed = buildBlock('b', params, { source: 'x' });
    expect(fed.entries).toEqual(open.entries);
    expect(fed.edges.filter((edge) => edge.source === 'x')).toHaveLength(open.entries.length);
    expect(fed.nodes).toEqual(open.nodes);
    const block = { ...params, style: styleOf(params.style) };
    expect(fed.group).toEqual({ id: 'b', kind: 'block', block, collapsed: true });
  });

  test('the palette offers blocks that can be built', () => {
    for (const item of palette.flatMap((section) => section.items))
      if (item.adds === 'block') expect(buildBlock('b', item.block).nodes.length).toBeGreaterThan(5);
  });
});
