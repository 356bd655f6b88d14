/** A LayersModel that TF.js itself saved. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { importModel } from '../../../main/importing';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-tfjs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'model.json');

async function saved() {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [8, 8, 3],
        filters: 4,
        kernelSize: 3,
        name: 'first',
        activation: 'relu',
        trainable: false,
      }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.globalAveragePooling2d({ name: 'pool' }),
      tf.layers.dense({ units: 2, activation: 'softmax', name: 'head' }),
    ],
  });
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const bytes = Buffer.from(weightData as ArrayBuffer);
  // In two shards, as a converter writes large models.
  writeFileSync(join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, 100));
  writeFileSync(join(folder, 'group1-shard2of2.bin'), bytes.subarray(100));
  const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
  return {
    model,
    json: { format: 'layers-model', modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] },
  };
}

test('the same layers and weights', async () => {
  const { model, json } = await saved();
  writeFileSync(path, JSON.stringify(json));
  const { document, weights, report } = await importModel(path);
  expect(document.nodes.map(({ type }) => type)).toEqual([
    ...['Input', 'Conv2D', 'Activation', 'BatchNormalization', 'GlobalAveragePooling2D', 'Dense'],
  ]);
  expect(report).toMatchObject({ format: 'tfjs', totalParams: model.countParams(), hasWeights: true });
  expect(document.nodes.filter(({ trainable }) => trainable === false)).toMatchObject([{ id: 'first' }]);
  const values = (layer: string) =>
    model
      .getLayer(layer)
      .getWeights()
      .map((weight) => Array.from(weight.dataSync()));
  const found = (...names: string[]) => names.map((name) => Array.from(weights.get(name)!.data));
  expect(found('first/kernel', 'first/bias')).toEqual(values('first'));
  expect(found('head/kernel', 'head/bias')).toEqual(values('head'));
  expect(found('norm/gamma', 'norm/beta', 'norm/moving_mean', 'norm/moving_variance')).toEqual(
    values('norm'),
  );
});

test.each([
  ['a graph model', { format: 'graph-model' }, 'is not a TF.js LayersModel'],
  ['a shard outside the folder', { paths: ['../../etc/passwd'] }, 'which is outside its folder'],
  ['a shard that is missing', { paths: ['group1-shard9of9.bin'] }, 'could not be read'],
  ['fewer bytes than its weights have', { paths: ['group1-shard1of2.bin'] }, 'but the whole file has only'],
])('%s is refused', async (_, { format, paths }: { format?: string; paths?: string[] }, words) => {
  const { json } = await saved();
  const [group] = json.weightsManifest;
  const manifest = [{ ...group, ...(paths ? { paths } : {}) }];
  writeFileSync(path, JSON.stringify({ ...json, ...(format ? { format } : {}), weightsManifest: manifest }));
  await expect(importModel(path)).rejects.toThrow(words);
});
