/** Lowering: the analyzed graph, once in training mode and once in inference mode, as nodes of the IR. */
import type { GraphAnalysis } from '../../../core/analysis/types';
import { Builder } from '../ir/builder';
import { bug, type Program, type Value } from '../ir/types';
import type { Mode } from './layer';
import { lowerings } from './list';

const byType = new Map(lowerings.map((entry) => [entry.type, entry]));

/** Operator types that the compiler supports, in addition to Input. */
export const loweredTypes: ReadonlySet<string> = new Set(byType.keys());

/**
 * A program with the network's variables, `predict`, and (with `training`) the network in training mode with its moving
 * statistics in `updates`.
 * @param analysis of a valid graph with one input and one output
 */
export function lower(analysis: GraphAnalysis, options: { training: boolean }): Program {
  const build = new Builder();
  declareWeights(build, analysis);
  if (options.training) lowerTraining(build, analysis);
  lowerInference(build, analysis);
  build.reach('lowered');
  return build.finish();
}

function declareWeights(build: Builder, analysis: GraphAnalysis): void {
  for (const id of analysis.order) {
    const { weights = [], learningRateFactor = 1 } = analysis.nodes[id] ?? {};
    const ofRate = learningRateFactor === 1 ? {} : { learningRateFactor };
    for (const weight of weights) {
      const { shape, trainable, initializer } = weight;
      const name = `${id}/${weight.name}`;
      build.declare({ name, dtype: 'float32', shape, role: 'weight', trainable, initializer, ...ofRate });
    }
  }
}

function lowerTraining(build: Builder, analysis: GraphAnalysis): void {
  const learningRate = build.input('.train/learning_rate', 'float32');
  const seed = build.input('.train/seed', 'int32');
  const step = build.input('.train/step', 'int32');
  const trainLabels = build.input('.train/labels', 'int32', [null]);
  const trainImages = imagesInput(build, analysis, '.train/images');
  const trainOutput = lowerNetwork(build, analysis, 'train', trainImages, { seed, step });
  build.mark({ learningRate, seed, step, trainImages, trainLabels, trainOutput });
}

function lowerInference(build: Builder, analysis: GraphAnalysis): void {
  const evalImages = imagesInput(build, analysis, '.eval/images');
  const evalLabels = build.input('.eval/labels', 'int32', [null]);
  const evalOutput = lowerNetwork(build, analysis, 'infer', evalImages);
  build.mark({ evalImages, evalLabels, evalOutput });
  build.entry({ name: 'predict', inputs: { x: evalImages }, outputs: { y: evalOutput } });
}

function imagesInput(build: Builder, analysis: GraphAnalysis, name: string): Value {
  const shape = analysis.nodes[analysis.inputId as string]?.outputShape;
  if (!shape) bug('A sound graph has one input of known shape. Received: none.');
  return build.input(name, 'float32', [null, ...shape]);
}

/** Lowers the layers that the output depends on. Returns the output. */
function lowerNetwork(
  build: Builder,
  analysis: GraphAnalysis,
  mode: Mode,
  images: Value,
  random?: { seed: Value; step: Value },
): Value {
  const needed = ancestors(analysis, analysis.outputId as string);
  const outputs = new Map<string, Value>([[analysis.inputId as string, images]]);
  for (const id of analysis.order) {
    const layer = analysis.nodes[id];
    if (!layer || !needed.has(id) || outputs.has(id)) continue;
    const found = byType.get(layer.type);
    if (!found) bug(`Every operator has a lowering. Received: '${layer.type}'.`);
    const inputs = layer.inputs.map((input) => outputs.get(input) as Value);
    const prefix = mode === 'train' ? id : `${id}/inference`;
    const output = found.lower({
      id,
      params: layer.params,
      mode,
      trainable: layer.trainable,
      build,
      inputs,
      x: inputs[0] as Value,
      outputShape: layer.outputShape ?? [],
      random,
      name: (part) => `${prefix}/${part}`,
      hasWeight: (weight) => layer.weights.some((spec) => spec.name === weight),
      weight: (weight) => build.read(`${id}/${weight}`),
    });
    outputs.set(id, output);
  }
  return outputs.get(analysis.outputId as string) as Value;
}

function ancestors(analysis: GraphAnalysis, id: string): Set<string> {
  const found = new Set<string>();
  const pending = [id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...(analysis.nodes[next]?.inputs ?? []));
  }
  return found;
}
