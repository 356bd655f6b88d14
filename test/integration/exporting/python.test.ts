/**
 * Python loads our exports. The SavedModel contains our compiler's graph, the Keras file only Keras layers and weights:
 * two ways to compute the same network that share no code.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { inputStatistics } from '../../../core/analysis/input-pixels';
import type { GraphDocument } from '../../../core/graph/document';
import { removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { normalizationSchema } from '../../../core/study/augmentation';
import { exportRun } from '../../../main/exporting';
import { networkCode } from '../../../main/exporting/code';
import { documentOf, smallResNet, windowsDocument } from '../../support/documents';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { type MadeRun, makeRun } from './support';

/** The operators that no preset uses, names with a suffix Keras might trip over, and an Add of one node with itself. */
const handDrawn: GraphDocument = {
  format: 'skipwire.graph',
  version: 2,
  name: 'drawn by hand / 2',
  groups: [],
  nodes: [
    { id: 'x', type: 'Input', params: { shape: [9, 7, 3] } },
    { id: 'pad', type: 'ZeroPadding2D', params: { padding: [0, 1, 2, 3] } },
    {
      id: 'conv',
      type: 'Conv2D',
      params: { filters: 6, kernelSize: [3, 2], strides: [2, 1], useBias: false },
    },
    { id: 'tanh', type: 'Activation', params: { function: 'tanh' } },
    { id: 'wide', type: 'ZeroPaddedShortcut', params: { filters: 11, strides: [1, 1] } },
    { id: 'same', type: 'ZeroPaddedShortcut', params: { filters: 11, strides: [1, 1] } },
    { id: 'wide.pad', type: 'Activation', params: { function: 'sigmoid' } },
    { id: 'twice', type: 'Add', params: {} },
    { id: 'pool', type: 'MaxPooling2D', params: { poolSize: [3, 3], strides: [2, 2], padding: 'same' } },
    { id: 'drop', type: 'Dropout', params: { rate: 0.4 } },
    { id: 'flat', type: 'Flatten', params: {} },
    { id: 'hidden', type: 'Dense', params: { units: 8, activation: 'tanh', useBias: false } },
    { id: 'bn', type: 'BatchNormalization', params: { momentum: 0.5, epsilon: 0.01 } },
    { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
  ],
  edges: [
    ['x', 'pad'],
    ['pad', 'conv'],
    ['conv', 'tanh'],
    ['tanh', 'wide'],
    ['wide', 'same'],
    ['same', 'wide.pad'],
    ['wide.pad', 'twice', 0],
    ['wide', 'twice', 1],
    ['wide', 'twice', 2],
    ['twice', 'pool'],
    ['pool', 'drop'],
    ['drop', 'flat'],
    ['flat', 'hidden'],
    ['hidden', 'bn'],
    ['bn', 'out'],
  ].map(([source, target, port], index) => ({
    id: `e${index}`,
    source: String(source),
    target: String(target),
    port: Number(port ?? 0),
  })),
};

/** Activations, merges, gates, reshaping and the three dropouts. */
const gated: GraphDocument = documentOf('gated', [
  { id: 'x', type: 'Input', params: { shape: [7, 5, 2] } },
  { id: 'conv', type: 'Conv2D', params: { filters: 6, kernelSize: [3, 3], padding: 'same' } },
  ...['relu6', 'leaky_relu', 'elu', 'selu', 'gelu', 'silu', 'hard_swish', 'softplus'].map((fn) => ({
    id: `act.${fn}`,
    type: 'Activation',
    params: { function: fn, negativeSlope: 0.3 },
    from: ['conv'],
  })),
  { id: 'mean', type: 'Average', from: ['act.relu6', 'act.leaky_relu', 'act.elu'] },
  { id: 'most', type: 'Maximum', from: ['act.selu', 'act.gelu'] },
  { id: 'less', type: 'Subtract', from: ['act.silu', 'act.hard_swish'] },
  { id: 'times', type: 'Multiply', from: ['act.softplus', 'less'] },
  { id: 'joined', type: 'Concatenate', from: ['mean', 'most', 'times'] },
  { id: 'squeeze', type: 'GlobalAveragePooling2D' },
  { id: 'reduce', type: 'Dense', params: { units: 4, activation: 'leaky_relu' } },
  { id: 'excite', type: 'Dense', params: { units: 18, activation: 'sigmoid' } },
  { id: 'scale', type: 'ChannelScale', from: ['joined', 'excite'] },
  { id: 'pixel', type: 'Reshape', params: { targetShape: [1, 1, -1] }, from: ['excite'] },
  { id: 'scale2', type: 'ChannelScale', from: ['scale', 'pixel'] },
  { id: 'spatial', type: 'SpatialDropout2D', params: { rate: 0.4 } },
  { id: 'depth', type: 'StochasticDepth', params: { survivalRate: 0.8 } },
  { id: 'rows', type: 'Reshape', params: { targetShape: [-1] } },
  { id: 'deep', type: 'StochasticDepth', params: { survivalRate: 0.75, mode: 'batch' } },
  { id: 'hidden', type: 'Dense', params: { units: 8, activation: 'hard_swish' } },
  { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
]);

const gelu: GraphDocument = documentOf('gelu', [
  { id: 'x', type: 'Input', params: { shape: [9, 8, 3], pixels: 'imagenet' } },
  { id: 'conv', type: 'Conv2D', params: { filters: 6, padding: 'same' } },
  { id: 'act', type: 'Activation', params: { function: 'gelu' } },
  { id: 'squeeze', type: 'GlobalAveragePooling2D' },
  { id: 'hidden', type: 'Dense', params: { units: 8, activation: 'gelu' } },
  { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
]);

const networks: Record<string, GraphDocument> = {
  'resnet18, study': buildPreset('resnet18', { width: 0.0625 }),
  'resnet50, keras': buildPreset('resnet50', {
    style: 'keras',
    width: 0.0625,
    classes: 7,
    inputShape: [33, 40, 1],
  }),
  'resnet50, torchvision': buildPreset('resnet50', { style: 'torchvision', width: 0.0625 }),
  'resnet20, option A': buildPreset('resnet20', { style: 'paper', shortcut: 'A' }),
  'resnet18 without shortcuts': removeShortcuts(buildPreset('resnet18', { width: 0.125 })),
  'drawn by hand': handDrawn,
  'gates and merges': gated,
  gelu,
  'windows, norms and resampling': windowsDocument(),
  'trained on per-channel images': smallResNet(),
  'trained on per-pixel-mean images': smallResNet(),
};
/** Small ones, which have nearly every operator and activation between them. */
const inTflite = ['drawn by hand', 'gates and merges', 'gelu', 'windows, norms and resampling'];
const normalizationOf = (name: string) =>
  normalizationSchema.options.find((normalization) => name.includes(normalization));

interface Comparison {
  output: string;
  shape: number[];
  largest_difference: number;
  reloaded_difference: number;
  /** That of the code view, with the same weights. */
  code_difference: number;
  code_params: number;
  /** What the converter said if it refused. */
  tflite_difference: number | string;
  spread: number;
  row_sums: number[];
  input_signature: string[];
  input_dtype: string[];
  layers: string[];
  params: number;
  trainable: number;
  example_masks: Record<string, { factor: number; values: number[][] }>;
}

describeNeeding(kerasPython)('Keras and TensorFlow load what is exported', () => {
  const made = new Map<string, MadeRun>();
  const folderOf = (name: string) => join(dirname(made.get(name)!.folder), 'out');
  let results: Record<string, Comparison>;

  beforeAll(async () => {
    for (const [name, graph] of Object.entries(networks)) {
      // Without shortcuts, random layers make all images alike; then the last one has to speak up.
      const headScale = name.endsWith('without shortcuts') ? 5 : undefined;
      const run = await makeRun(graph, { seed: 11, headScale, normalization: normalizationOf(name) });
      made.set(name, run);
      mkdirSync(folderOf(name));
      await exportRun(run.store, run.id, 'savedmodel', join(folderOf(name), 'saved'));
      await exportRun(run.store, run.id, 'keras', join(folderOf(name), 'model.keras'));
      writeFileSync(join(folderOf(name), 'code.py'), networkCode(graph, 'keras'));
    }
    const folders = Object.keys(networks).map(folderOf);
    results = runPython(join(__dirname, 'compare.py'), [...folders, '--tflite', ...inTflite.map(folderOf)]);
  }, 300_000);
  afterAll(() => {
    for (const { folder } of made.values()) rmSync(dirname(folder), { recursive: true, force: true });
  });

  test.each(Object.keys(networks))('%s', (name) => {
    const analysis = analyze(networks[name]!);
    const result = results[folderOf(name)]!;
    const input = analysis.nodes[analysis.inputId!]!.outputShape!;
    expect(result.shape).toEqual([5, ...analysis.nodes[analysis.outputId!]!.outputShape!]);
    expect(result.input_signature).toEqual([`(None, ${input.join(', ')})`]);
    expect(result.input_dtype).toEqual(['float32']);
    // The network says something else of each image; a constant would agree with anything.
    expect(result.spread).toBeGreaterThan(1e-4);
    for (const sum of result.row_sums) expect(sum).toBeCloseTo(1, 4);
    expect(result.largest_difference).toBeLessThan(1e-5);
    expect(result.reloaded_difference).toBeLessThan(1e-6);
    const isNormalized = normalizationOf(name) !== undefined || inputStatistics(analysis) !== undefined;
    expect(result.layers.includes('normalization')).toBe(isNormalized);
    expect(result.layers).toEqual(expect.arrayContaining([...analysis.order]));
    expect(result.params).toBe(analysis.totals.params);
    expect(result.code_difference).toBeLessThan(1e-6);
    expect(result.code_params).toBe(analysis.totals.params);
    expect(result.trainable).toBe(analysis.totals.trainable);
  });

  test.each(inTflite)('TensorFlow Lite computes the same: %s', (name) => {
    const { tflite_difference: difference } = results[folderOf(name)]!;
    expect(difference).toEqual(expect.any(Number));
    expect(difference).toBeLessThan(1e-4);
  });

  test('stochastic depth drops whole examples in Keras, or the batch, and scales the others as we do', () => {
    const { example_masks: masks } = results[folderOf('gates and merges')]!;
    expect(Object.keys(masks).sort()).toEqual(['deep', 'depth']);
    for (const { factor, values } of Object.values(masks)) {
      for (const example of values) expect(example).toHaveLength(1);
      for (const value of values.flat()) if (value !== 0) expect(value).toBeCloseTo(factor, 5);
    }
    expect(masks.depth?.values.flat()).toContain(0);
    expect(new Set(masks.deep?.values.flat()).size).toBe(1);
    expect(masks.depth?.factor).toBeCloseTo(1 / 0.8, 6);
  });
});
