/** Compiles one network, once, and says how long it took and how large the file is. */
import { buildPreset } from '../../../core/presets';
import { compile } from '../../../main/compiler';
import { serve } from '../protocol';

const { arm } = JSON.parse(process.argv[2] ?? '') as { arm: string };
const imageShape = [32, 32, 3];
const graph = buildPreset(arm, { style: 'study', inputShape: imageShape, classes: 10 });
const split = { imagesFile: '/images.bin', labelsFile: '/labels.bin', count: 50_000 };
const began = performance.now();
const { savedModel } = compile(graph, {
  optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.9, clipnorm: 1 },
  batchSize: 256,
  imageShape,
  dataset: { train: split, validation: split },
});
const times = { compile: performance.now() - began };
void serve(
  { type: 'ready', versions: `Node ${process.versions.node}`, times, parameters: savedModel.length },
  {},
);
