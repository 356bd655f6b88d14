#!/usr/bin/env bash
# TensorFlow.js 4.22.0: a graph model with EnsureShape cannot be run.
#
# TensorFlow's EnsureShape has one input, and the shape is an attribute. The table of operators in @tensorflow/tfjs-converter takes
# the shape for a second input, so running the node fails with
#   TypeError: Cannot read properties of undefined (reading 'split')
# Loading the model succeeds. The same model with Identity in its place gives the right answer. Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-fund --no-audit @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-converter@4.22.0
cat > check.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');

const shape = { shape: { dim: [{ size: '-1' }, { size: '2' }] } };
const T = { type: 'DT_FLOAT' };
const modelTopology = (op, attr) => ({
  node: [
    { name: 'x', op: 'Placeholder', attr: { dtype: T, shape } },
    { name: 'y', op, input: ['x'], attr },
  ],
  versions: { producer: 1087 },
});

async function run(op, attr) {
  const model = await loadGraphModel({
    load: async () => ({ modelTopology: modelTopology(op, attr), weightSpecs: [], weightData: new ArrayBuffer(0) }),
  });
  try {
    return Array.from(await model.predict(tf.tensor([1, 2], [1, 2])).data()).join();
  } catch (error) {
    return String(error);
  }
}

(async () => {
  const found = [await run('Identity', { T }), await run('EnsureShape', { T, shape })];
  console.log(found);
  const isAsSeen = found[0] === '1,2' && /reading 'split'/.test(found[1]);
  process.exit(isAsSeen ? 0 : 1);
})();
JS
node check.cjs
