/** TensorFlow.js LayersModels in TensorFlow.js itself, which trains them on, and the layers that they are refused for. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { GraphDocument } from '../../../core/graph/document';
import { layersModel } from '../../../main/exporting/tfjs-layers/model';
import { readTrainedNetwork } from '../../../main/exporting/trained-network';
import { makeRun } from '../../integration/exporting/support';
import { documentOf, heldByTfjsLayers } from '../../support/documents';

async function modelOf(graph: GraphDocument, how: Parameters<typeof makeRun>[1] = {}) {
  const made = await makeRun(graph, how);
  try {
    return layersModel(await readTrainedNetwork(made.store, made.id));
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
}

test('TensorFlow.js trains on what was trained, but not the normalization', async () => {
  const { topology, weights, values } = await modelOf(heldByTfjsLayers(), { normalization: 'per-channel' });
  await tf.setBackend('cpu');
  const weightData = new Uint8Array(Buffer.concat(values.map((value) => value()))).buffer;
  const model = await tf.loadLayersModel({
    load: async () => ({ modelTopology: topology, weightSpecs: weights, weightData }),
  });
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'categoricalCrossentropy' });
  const [images, labels] = [tf.randomUniform([4, 9, 8, 3], 0, 1, 'float32', 1), tf.oneHot([0, 1, 2, 3], 4)];
  const kernelOf = (layer: string) => Array.from(model.getLayer(layer).getWeights()[0]!.dataSync());
  const layers = ['normalization', 'conv', 'depthwise', 'out'];
  const before = layers.map(kernelOf);
  const changed = () => layers.filter((layer, index) => String(kernelOf(layer)) !== String(before[index]));
  // In a single step, the stochastic depth may drop all that is before it.
  for (let step = 0; step < 8 && changed().length < 3; step++) {
    const { history } = await model.fit(images, labels, { epochs: 1, verbose: 0 });
    expect(Number.isFinite(history.loss![0])).toBe(true);
  }
  expect(changed()).toEqual(['conv', 'depthwise', 'out']);
}, 300_000);

test.each([
  ['Conv2D', { filters: 4, groups: 2 }, 'it ignores the groups of layer (Conv2D)'],
  ['DepthwiseConv2D', { dilation: [1, 2] }, 'it ignores the dilation of layer (DepthwiseConv2D)'],
  [
    'SeparableConv2D',
    { filters: 4, depthMultiplier: 2 },
    'it loses the depth multiplier of layer (SeparableConv2D) when it saves the model again',
  ],
  [
    'UpSampling2D',
    { interpolation: 'bilinear' },
    'its bilinear resizing in layer (UpSampling2D) uses a different grid',
  ],
  [
    'Activation',
    { function: 'hard_swish' },
    'it computes the hard_swish of layer (Activation) with a different hard_sigmoid',
  ],
  ['GroupNormalization', { groups: 2 }, 'it lacks layer (GroupNormalization)'],
])('is refused for a %s with %j', async (type, params, why) => {
  const graph = documentOf('refused', [
    { id: 'x', type: 'Input', params: { shape: [5, 5, 4] } },
    { id: 'layer', type, params },
    { id: 'flat', type: 'Flatten' },
    { id: 'out', type: 'Dense', params: { units: 2, activation: 'softmax' } },
  ]);
  await expect(modelOf(graph)).rejects.toThrow(
    `TensorFlow.js does not compute all layers of this network as Keras does: ${why}. Export to TensorFlow.js instead`,
  );
});

test('is refused for a mean image', async () => {
  await expect(modelOf(heldByTfjsLayers(), { normalization: 'per-pixel-mean' })).rejects.toThrow(
    'A LayersModel has no layer that subtracts a mean image.',
  );
});
