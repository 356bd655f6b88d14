/**
 * Contestant: the usual way, the layers API of tfjs on the same TensorFlow, one operation dispatched at a time.
 * It gets its batches for nothing (already tensors) and clips nothing: tfjs has no clipnorm.
 */
import { readFileSync } from 'node:fs';
import type * as TF from '@tensorflow/tfjs';
import { analyze } from '../../../core/analysis/analyze';
import type { NodeAnalysis } from '../../../core/analysis/types';
import { buildPreset } from '../../../core/presets';
import { findEngine } from '../../../main/engine';
import { loadTensorFlow } from '../../../main/engine/load';
import { readSafetensors } from '../../../main/runs/safetensors';
import { type StepAssignment, serve } from '../protocol';

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

function build(tf: typeof TF, { arm, side, classes }: StepAssignment): TF.LayersModel {
  const inputShape = [side, side, 3];
  const analysis = analyze(buildPreset(arm, { style: 'study', inputShape, classes }));
  const tensors = new Map<string, TF.SymbolicTensor>();
  for (const id of analysis.order) {
    const node = analysis.nodes[id];
    if (!node) continue;
    const inputs = node.inputs.map((each) => tensors.get(each) as TF.SymbolicTensor);
    const output =
      node.type === 'Input'
        ? tf.input({ shape: inputShape })
        : layerFor(tf.layers, node).apply(inputs.length === 1 ? (inputs[0] as TF.SymbolicTensor) : inputs);
    tensors.set(id, output as TF.SymbolicTensor);
  }
  return tf.model({
    inputs: tensors.get(analysis.inputId ?? '') as TF.SymbolicTensor,
    outputs: tensors.get(analysis.outputId ?? '') as TF.SymbolicTensor,
  });
}

/** Names of tfjs are `<layer>/<weight>`, with a number behind where a name was taken. */
async function setWeights(tf: typeof TF, model: TF.LayersModel, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const { tensors } = await readSafetensors(file);
  for (const layer of model.layers) {
    const values = layer.weights.map(({ originalName }) => {
      const tensor = tensors.get(originalName);
      if (!tensor) throw new Error(`The initial weights lack "${originalName}".`);
      return tf.tensor(tensor.data, [...tensor.shape]);
    });
    layer.setWeights(values);
    tf.dispose(values);
  }
}

function batchesOf(tf: typeof TF, { imagesFile, labelsFile, count, batch, side }: StepAssignment) {
  const images = readFileSync(imagesFile);
  const labels = readFileSync(labelsFile);
  const size = batch * side * side * 3;
  return Array.from({ length: Math.floor(count / batch) }, (_, index) => {
    const pixels = images.subarray(index * size, (index + 1) * size);
    const classes = Array.from({ length: batch }, (_, each) =>
      labels.readInt32LE(4 * (index * batch + each)),
    );
    return {
      x: tf.tensor4d(
        Float32Array.from(pixels, (value) => value / 255),
        [batch, side, side, 3],
      ),
      y: tf.tensor2d(classes, [batch, 1], 'float32'),
    };
  });
}

async function main(job: StepAssignment): Promise<void> {
  const engine = await findEngine();
  if (!engine) throw new Error('TensorFlow is not on this machine.');
  const tf = loadTensorFlow(engine) as unknown as typeof TF;
  const began = performance.now();
  const model = build(tf, job);
  model.compile({
    optimizer: tf.train.sgd(job.learningRate),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const times = { build: performance.now() - began };
  const batches = batchesOf(tf, job);
  const train = async (index: number): Promise<number> => {
    const batch = batches[index % batches.length];
    if (!batch) throw new Error(`The bench needs a batch of ${job.batch} images. Received: ${job.count}.`);
    // A number per metric: read back from TensorFlow, so the step is over.
    const result = await model.trainOnBatch(batch.x, batch.y);
    return Array.isArray(result) ? Number(result[0]) : Number(result);
  };

  let step = 0;
  await serve(
    {
      type: 'ready',
      versions: `tfjs ${tf.version_core}, TensorFlow ${engine.version} (${engine.device})`,
      times,
      parameters: model.countParams(),
    },
    {
      losses: async ({ count }) => {
        await setWeights(tf, model, job.weightsFile);
        const losses: number[] = [];
        for (let index = 0; index < count; index++) losses.push(await train(index));
        return { type: 'losses', losses };
      },
      steps: async ({ count }) => {
        const ms: number[] = [];
        let loss = Number.NaN;
        for (let each = 0; each < count; each++) {
          const start = performance.now();
          loss = await train(step++);
          ms.push(performance.now() - start);
        }
        return { type: 'steps', ms, loss };
      },
    },
  );
}

void main(JSON.parse(process.argv[2] ?? '') as StepAssignment);
