/**
 * A tiny LayersModel that TF.js itself saves, as a seed for `npm run fuzz-imports`.
 *
 *     node test/reference/make_tfjs_seed.mjs
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';

const folder = join(import.meta.dirname, 'fixtures', 'import-seeds', 'tiny-tfjs');
mkdirSync(folder, { recursive: true });
const images = tf.input({ shape: [8, 8, 3], name: 'images' });
const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', useBias: false, name: 'conv' });
const x = tf.layers.batchNormalization({ name: 'bn' }).apply(conv.apply(images));
const y = tf.layers
  .depthwiseConv2d({ kernelSize: 3, padding: 'same', name: 'depthwise' })
  .apply(tf.layers.reLU({ name: 'relu' }).apply(x));
const pool = tf.layers.globalAveragePooling2d({ name: 'pool' });
const pooled = pool.apply(tf.layers.add({ name: 'add' }).apply([x, y]));
const head = tf.layers.dense({ units: 3, activation: 'softmax', name: 'head' });
const model = tf.model({ inputs: images, outputs: head.apply(pooled), name: 'tiny' });
await model.save(
  tf.io.withSaveHandler(async ({ modelTopology, weightSpecs: weights, weightData }) => {
    const weightsManifest = [{ paths: ['weights.bin'], weights }];
    const json = { format: 'layers-model', modelTopology, weightsManifest };
    writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }),
);
