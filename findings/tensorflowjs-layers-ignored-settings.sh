#!/usr/bin/env bash
# TensorFlow.js 4.22.0: models that are loaded from Keras' JSON ignore settings that TensorFlow.js lacks, without a warning.
#
# A Conv2D with groups: 2 gets the kernel of one without groups, 1x1x4x4, and adds up all four channels: -4 in place of -2.
# A ReLU with negative_slope: 0.5 gives 0 for -1 in place of -0.5. Exits non-zero if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0
cat > ignored.cjs <<'JS'
const tf = require('@tensorflow/tfjs');

const from = [[['x', 0, 0, {}]]];
const conv = { name: 'conv', filters: 4, kernel_size: [1, 1], groups: 2, use_bias: false };
const layers = [
  { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 2, 2, 4] }, inbound_nodes: [] },
  {
    class_name: 'Conv2D',
    name: 'conv',
    config: { ...conv, kernel_initializer: { class_name: 'Ones', config: {} } },
    inbound_nodes: from,
  },
  { class_name: 'ReLU', name: 'relu', config: { name: 'relu', negative_slope: 0.5 }, inbound_nodes: from },
];
const config = { name: 'two', layers, input_layers: [['x', 0, 0]], output_layers: [['conv', 0, 0], ['relu', 0, 0]] };

(async () => {
  await tf.setBackend('cpu');
  const model = await tf.models.modelFromJSON({ class_name: 'Model', config, keras_version: '2.1.6', backend: 'tensorflow' });
  const [conv, relu] = model.predict(tf.fill([1, 2, 2, 4], -1)).map((y) => y.dataSync()[0]);
  console.log(`grouped convolution: ${conv} (-2 is right), ReLU with a slope: ${relu} (-0.5 is right)`);
  process.exitCode = conv === -2 || relu === -0.5 ? 1 : 0;
})();
JS
node ignored.cjs 2> /dev/null
