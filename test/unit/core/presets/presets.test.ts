/** Presets meet the published totals, in every style. */
import { analyze } from '../../../../core/analysis/analyze';
import { effectiveDocument } from '../../../../core/network/effective';
import { parseDocument } from '../../../../core/network/parse';
import { findShortcuts, removeShortcuts, restoreShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset, type PresetOptions, presets } from '../../../../core/presets';
import { styleNames } from '../../../../core/styles';

const totals = (id: string, options: PresetOptions = {}) => analyze(buildPreset(id, options)).totals;
const IMAGENET: PresetOptions = { inputShape: [224, 224, 3], classes: 1000 };

test.each([
  ['resnet18', 12_572_298],
  ['resnet34', 22_691_594],
  ['resnet50', 23_608_202],
  ['plain34', 21_138_826],
  ['plain50', 20_820_106],
])('study %s with 10 classes has %i parameters', (id, params) => {
  expect(totals(id).params).toBe(params);
});

test('keras resnet50 with 1000 classes has the parameters of keras.applications', () => {
  expect(totals('resnet50', { ...IMAGENET, style: 'keras' }).params).toBe(25_636_712);
});

test.each([
  ['resnet18', 11_689_512, 1.81],
  ['resnet34', 21_797_672, 3.66],
  ['resnet50', 25_557_032, 4.09],
  ['resnet101', 44_549_160, 7.8],
  ['resnet152', 60_192_808, 11.51],
])('paper and torchvision %s with 1000 classes has %i trainable parameters', (id, trainable, giga) => {
  expect(totals(id, { ...IMAGENET, style: 'paper' }).trainable).toBe(trainable);
  const torchvision = totals(id, { ...IMAGENET, style: 'torchvision' });
  expect(torchvision.trainable).toBe(trainable);
  expect(torchvision.macs / 1e9).toBeCloseTo(giga, 2);
});

test.each([
  // The counts of kuangliu/pytorch-cifar.
  ['resnet18', 11_173_962],
  ['resnet34', 21_282_122],
  ['resnet50', 23_520_842],
  ['resnet101', 42_512_970],
  ['resnet152', 58_156_618],
])('cifar %s with 10 classes has %i trainable parameters', (id, trainable) => {
  expect(totals(id, { style: 'cifar' }).trainable).toBe(trainable);
});

test('cifar: a 32×32 image is whole in the first stage and 4×4 in the last', () => {
  const { nodes } = analyze(buildPreset('resnet18', { style: 'cifar' }));
  const shapes = ['stem.relu', 'stage1.block2.relu', 'stage4.block2.relu'].map(
    (id) => nodes[id]?.outputShape,
  );
  expect(shapes).toEqual([
    [32, 32, 64],
    [32, 32, 64],
    [4, 4, 512],
  ]);
});

const everyStyle = presets.flatMap(({ id, depth, family }) =>
  styleNames.map((style) => ({ id, depth, family, style })),
);

test.each(everyStyle)(
  '$style $id is sound, $depth layers deep, and survives a round trip',
  ({ id, depth, family, style }) => {
    const document = buildPreset(id, { style });
    const analysis = analyze(document);
    expect(analysis.problems).toEqual([]);
    expect(analysis.totals.depth).toBe(depth);
    expect(analysis.totals.shortcuts === 0).toBe(family === 'plain');
    expect(parseDocument(JSON.parse(JSON.stringify(document)))).toEqual(document);
  },
);

test.each(everyStyle.filter(({ family }) => family === 'resnet'))(
  '$style $id without its shortcuts is its plain twin, and gets them back',
  ({ id, style }) => {
    const residual = buildPreset(id, { style });
    const removed = removeShortcuts(residual);
    const plain = effectiveDocument(buildPreset(id.replace('resnet', 'plain'), { style }));
    const bare = effectiveDocument(removed);
    expect(bare.nodes).toEqual(plain.nodes);
    expect(bare.edges).toEqual(plain.edges);
    expect(restoreShortcuts(removed)).toEqual(residual);
    expect(findShortcuts(removed).every((shortcut) => shortcut.muted)).toBe(true);
  },
);
