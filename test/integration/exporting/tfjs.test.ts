/** TensorFlow.js models, read back in the TensorFlow.js that web pages get; inference.test.ts opens the page of a graph model. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { buildPreset } from '../../../core/presets';
import { documentOf, windowsDocument } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { checkedExport, out } from './checked-export';

afterAll(() => rmSync(out, { recursive: true, force: true }));

test.each([
  ['resnet20', buildPreset('resnet20', { width: 0.25, classes: 4 }), 'per-channel'],
  ['every operator', everyOperator(), 'per-pixel-mean'],
  ['windows, norms and resampling', windowsDocument(), 'none'],
] as const)(
  'the graph model of %s gives the same answers',
  async (_, graph, normalization) => {
    const { check } = await checkedExport('tfjs', graph, { normalization });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);

describe('A LayersModel', () => {
  /** All that it can hold beside what presets have. */
  const held = documentOf('held', [
    { id: 'x', type: 'Input', params: { shape: [9, 8, 3] } },
    { id: 'scaled', type: 'Rescaling', params: { scale: 2, offset: -1 } },
    { id: 'conv', type: 'Conv2D', params: { filters: 6, dilation: [2, 2], kernelInitializer: 'lecun_normal' } },
    { id: 'leaky', type: 'Activation', params: { function: 'leaky_relu', negativeSlope: 0.4 } },
    { id: 'twice', type: 'Add', from: ['leaky', 'leaky'] },
    { id: 'spatial', type: 'SpatialDropout2D', params: { rate: 0.3 } },
    { id: 'depthwise', type: 'DepthwiseConv2D', params: { depthMultiplier: 2, padding: 'same' } },
    { id: 'separable', type: 'SeparableConv2D', params: { filters: 4, padding: 'same' } },
    { id: 'silu', type: 'Activation', params: { function: 'silu' } },
    { id: 'up', type: 'UpSampling2D' },
    { id: 'down', type: 'Conv2DTranspose', params: { filters: 4, kernelSize: [2, 3], strides: [2, 2] } },
    { id: 'depth', type: 'StochasticDepth', params: { survivalRate: 0.8 } },
    { id: 'rows', type: 'Reshape', params: { targetShape: [-1, 8] } },
    { id: 'norm', type: 'LayerNormalization' },
    { id: 'flat', type: 'Flatten' },
    { id: 'flatter', type: 'Flatten' },
    { id: 'hidden', type: 'Dense', params: { units: 8, activation: 'leaky_relu' } },
    { id: 'out', type: 'Dense', params: { units: 4, activation: 'softmax' } },
    { id: 'again', type: 'Maximum', from: ['out', 'out'] },
  ]);

  test.each([
    ['a preset', buildPreset('resnet20', { width: 0.25, classes: 4 })],
    ['all that it can hold', held],
  ])(
    'of %s gives the same answers',
    async (_, graph) => {
      const { check } = await checkedExport('tfjs-layers', graph, { normalization: 'per-channel' });
      expect(check).toMatchObject({ result: 'equal', images: 32 });
    },
    ENGINE_TIMEOUT,
  );

  test(
    'is trained on by TensorFlow.js',
    async () => {
      const { path } = await checkedExport('tfjs-layers', held);
      const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(path, 'model.json'), 'utf8'));
      const [{ paths, weights }] = weightsManifest;
      const bytes = Buffer.concat(paths.map((name: string) => readFileSync(join(path, name))));
      await tf.setBackend('cpu');
      const artifacts = { modelTopology, weightSpecs: weights, weightData: new Uint8Array(bytes).buffer };
      const model = await tf.loadLayersModel({ load: async () => artifacts });
      model.compile({ optimizer: tf.train.sgd(0.01), loss: 'categoricalCrossentropy' });
      const labels = tf.oneHot([0, 1, 2, 3], 4);
      const images = tf.randomUniform([4, 9, 8, 3], 0, 1, 'float32', 1);
      const { history } = await model.fit(images, labels, { epochs: 12, verbose: 0 });
      const losses = history.loss as number[];
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(Math.min(...losses.slice(-4))).toBeLessThan(losses[0]!);
    },
    ENGINE_TIMEOUT,
  );

  test('is refused for layers that TensorFlow.js computes wrongly, which are named with the reason', async () => {
    const why = 'it ignores the groups of';
    await expect(checkedExport('tfjs-layers', everyOperator())).rejects.toThrow(why);
    const graph = buildPreset('resnet20', { width: 0.25, classes: 4 });
    await expect(checkedExport('tfjs-layers', graph, { normalization: 'per-pixel-mean' })).rejects.toThrow(
      'A LayersModel has no layer that subtracts a mean image.',
    );
  });
});
