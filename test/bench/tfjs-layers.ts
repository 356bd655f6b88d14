/**
 * Contestant: the usual way, the layers API of tfjs on the same TensorFlow, one operation dispatched at a time.
 * It gets its batches for nothing (already tensors) and clips nothing: tfjs has no clipnorm.
 */
import { readFileSync } from 'node:fs';
import type * as TF from '@tensorflow/tfjs';
import { analyze } from '../../core/analysis/analyze';
import type { NodeAnalysis } from '../../core/analysis/types';
import { buildPreset } from '../../core/presets';
import { findEngine } from '../../main/engine';
import { loadTensorFlow } from '../../main/engine/load';
import { type Assignment, serve } from './protocol';

type Layers = typeof TF.layers;
type Layer = TF.layers.Layer;
type Pair = [number, number];

/** The presets' operators as tfjs layers. */
function layerFor(layers: Layers, { id: name, type, params }: NodeAnalysis): Layer {
  switch (type) {
    case 'Conv2D':
      return layers.conv2d({
        name,
        filters: params.filters as number,
        kernelSize: params.kernelSize as Pair,
        strides: params.strides as Pair,
        padding: params.padding as 'same' | 'valid',
        useBias: params.useBias as boolean,
        kernelInitializer: params.kernelInitializer === 'he_normal' ? 'heNormal' : 'glorotUniform',
      });
    case 'BatchNormalization':
      return layers.batchNormalization({
        name,
        momentum: params.momentum as number,
        epsilon: params.epsilon as number,
      });
    case 'Activation':
      return layers.activation({ name, activation: params.function as 'relu' });
    case 'Add':
      return layers.add({ name });
    case 'MaxPooling2D':
      return layers.maxPooling2d({
        name,
        poolSize: params.poolSize as Pair,
        strides: params.strides as Pair,
        padding: params.padding as 'same' | 'valid',
      });
    case 'GlobalAveragePooling2D':
      return layers.globalAveragePooling2d({ name });
    case 'Dense':
      return layers.dense({
        name,
        units: params.units as number,
        activation: params.activation as 'softmax',
      });
    default:
      throw new Error(`The bench builds presets of style "study" in tfjs. Received: a ${type}.`);
  }
}

function build(tf: typeof TF, arm: string): TF.LayersModel {
  const analysis = analyze(buildPreset(arm, { style: 'study', inputShape: [32, 32, 3], classes: 10 }));
  const tensors = new Map<string, TF.SymbolicTensor>();
  for (const id of analysis.order) {
    const node = analysis.nodes[id];
    if (!node) continue;
    const inputs = node.inputs.map((each) => tensors.get(each) as TF.SymbolicTensor);
    const output =
      node.type === 'Input'
        ? tf.input({ shape: [32, 32, 3] })
        : layerFor(tf.layers, node).apply(inputs.length === 1 ? (inputs[0] as TF.SymbolicTensor) : inputs);
    tensors.set(id, output as TF.SymbolicTensor);
  }
  return tf.model({
    inputs: tensors.get(analysis.inputId ?? '') as TF.SymbolicTensor,
    outputs: tensors.get(analysis.outputId ?? '') as TF.SymbolicTensor,
  });
}

async function main({ arm, batch, imagesFile, labelsFile, count }: Assignment): Promise<void> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const tf = loadTensorFlow(engine) as unknown as typeof TF;
  const began = performance.now();
  const model = build(tf, arm);
  model.compile({
    optimizer: tf.train.sgd(0.01),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const times = { build: performance.now() - began };

  const images = readFileSync(imagesFile);
  const labels = readFileSync(labelsFile);
  const batches = Array.from({ length: Math.floor(count / batch) }, (_, index) => {
    const pixels = images.subarray(index * batch * 3072, (index + 1) * batch * 3072);
    const classes = Array.from({ length: batch }, (_, each) =>
      labels.readInt32LE(4 * (index * batch + each)),
    );
    return {
      x: tf.tensor4d(
        Float32Array.from(pixels, (value) => value / 255),
        [batch, 32, 32, 3],
      ),
      y: tf.tensor2d(classes, [batch, 1], 'float32'),
    };
  });
  let step = 0;
  await serve(
    {
      type: 'ready',
      versions: `tfjs ${tf.version_core}, TensorFlow ${engine.version} (${engine.device})`,
      times,
      parameters: model.countParams(),
    },
    async (steps) => {
      const ms: number[] = [];
      let loss = Number.NaN;
      for (let each = 0; each < steps; each++) {
        const batchOf = batches[step++ % batches.length];
        if (!batchOf)
          throw new Error(`The bench needs a batch of ${batch} images. Received: ${count} images.`);
        const start = performance.now();
        // A number per metric: read back from TensorFlow, so the step is over.
        const result = await model.trainOnBatch(batchOf.x, batchOf.y);
        ms.push(performance.now() - start);
        loss = Array.isArray(result) ? Number(result[0]) : Number(result);
      }
      return { type: 'steps', ms, loss };
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as Assignment);
