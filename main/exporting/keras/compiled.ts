/**
 * The state with which `fit` continues the run: compile_config, the optimizer's variables and L2 penalties, as Keras 3
 * saves them (keras/src/trainers/trainer.py, `get_compile_config`; keras/src/optimizers).
 */
import type { GraphAnalysis } from '../../../core/analysis/types';
import { learningRateOf } from '../../../core/study/extension';
import type { OptimizerSettings } from '../../../core/study/optimizer';
import { refuse } from '../../basics/refusal';
import { type TrainedNetwork, trainingOf } from '../trained-network';
import type { KerasLayer } from './layers';
import { modelOrder } from './order';

export interface Compiled {
  config: object;
  /** vars/0, 1, ... of the group `optimizer`. */
  variables: OptimizerVariable[];
  /** Keras' name for the optimizer. */
  name: string;
}

export interface OptimizerVariable {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
  dtype: '<f4' | '<q';
}

const CLASSES = {
  sgd: ['SGD', 'sgd'],
  adam: ['Adam', 'adam'],
  adamw: ['AdamW', 'adamw'],
  rmsprop: ['RMSprop', 'rmsprop'],
} as const;

/** @param layers as they are written, by the names that Keras gets. @throws Refusal for a decay that Keras files cannot describe. */
export async function compiled(
  network: TrainedNetwork,
  layers: readonly KerasLayer[],
  outputName: string,
): Promise<Compiled> {
  const { run, checkpoint, training } = trainingOf(network);
  const { settings, split } = run;
  const { optimizer, labelSmoothing, batchSize } = settings;
  if (optimizer.weightDecay > 0 && optimizer.decaySparesNormsAndBiases) refuse('export.refused.sparedDecay');
  const { slots, history } = await training();
  const { step } = checkpoint;
  const stepsPerEpoch = Math.max(1, Math.ceil((split?.trainCount ?? 1) / batchSize));
  const rate = learningRateOf(settings, { step, stepsPerEpoch, history });
  const [className, name] = CLASSES[optimizer.type];
  const trained = modelOrder(layers, outputName).flatMap(({ variables }) =>
    variables.filter((variable) => isTrainable(network.analysis, variable)),
  );
  const slot = (variable: string, kind: string): OptimizerVariable => {
    const found = slots.get(`${variable}/${kind}`) ?? refuse('export.refused.noOptimizer');
    return { data: found.data, shape: found.shape, dtype: '<f4' };
  };
  return {
    name,
    config: {
      optimizer: saved('keras.optimizers', className, {
        name,
        learning_rate: rate,
        ...optimizerConfig(optimizer),
      }),
      loss:
        labelSmoothing > 0
          ? saved('keras.losses', 'CategoricalCrossentropy', { label_smoothing: labelSmoothing })
          : saved('keras.losses', 'SparseCategoricalCrossentropy', {}),
      loss_weights: null,
      metrics: ['accuracy'],
      weighted_metrics: null,
      run_eagerly: false,
      steps_per_execution: 1,
      jit_compile: false,
    },
    variables: [
      { data: BigInt64Array.of(BigInt(step)), shape: [], dtype: '<q' },
      { data: Float32Array.of(rate), shape: [], dtype: '<f4' },
      ...slotOrder(optimizer).flatMap((kinds) =>
        trained.flatMap((variable) => kinds.map((kind) => slot(variable, kind))),
      ),
    ],
  };
}

const saved = (module: string, className: string, config: object) => ({
  module,
  class_name: className,
  config,
  registered_name: null,
});

function optimizerConfig(optimizer: OptimizerSettings): object {
  const { clipnorm, clipvalue, globalClipnorm, weightDecay } = optimizer;
  const common = {
    clipnorm,
    clipvalue,
    global_clipnorm: globalClipnorm,
    weight_decay: weightDecay > 0 ? weightDecay : null,
  };
  switch (optimizer.type) {
    case 'sgd':
      return { ...common, momentum: optimizer.momentum, nesterov: optimizer.nesterov };
    case 'rmsprop': {
      const { rho, momentum, epsilon, centered } = optimizer;
      return { ...common, rho, momentum, epsilon, centered };
    }
    default: {
      const { beta1, beta2, epsilon, amsgrad } = optimizer;
      // AdamW does not accept null.
      const decay = optimizer.type === 'adamw' ? { weight_decay: weightDecay } : {};
      return { ...common, ...decay, beta_1: beta1, beta_2: beta2, epsilon, amsgrad };
    }
  }
}

/** Groups of slots: within a group they alternate for each variable, and groups follow one another. */
function slotOrder(optimizer: OptimizerSettings): string[][] {
  switch (optimizer.type) {
    case 'sgd':
      return optimizer.momentum > 0 ? [['momentum']] : [];
    case 'rmsprop':
      return [
        ['velocity'],
        ...(optimizer.momentum > 0 ? [['momentum']] : []),
        ...(optimizer.centered ? [['average_gradient']] : []),
      ];
    default:
      return [['momentum', 'velocity'], ...(optimizer.amsgrad ? [['velocity_hat']] : [])];
  }
}

function weightOf({ nodes }: GraphAnalysis, variable: string) {
  const at = variable.lastIndexOf('/');
  return nodes[variable.slice(0, at)]?.weights.find(({ name }) => name === variable.slice(at + 1));
}

const isTrainable = (analysis: GraphAnalysis, variable: string): boolean =>
  weightOf(analysis, variable)?.trainable === true;

/**
 * The L2 penalty of training, which Keras computes as half of ours for the same gradient. Keras adds it to the loss
 * that it reports.
 */
export function withPenalty(
  layers: readonly KerasLayer[],
  analysis: GraphAnalysis,
  { l2, decaySparesNormsAndBiases }: OptimizerSettings,
): readonly KerasLayer[] {
  if (l2 === 0) return layers;
  const penalty = saved('keras.regularizers', 'L2', { l2: l2 / 2 });
  return layers.map((layer) => {
    const penalized = layer.variables.filter((variable) => {
      const weight = weightOf(analysis, variable);
      return weight?.trainable && !(decaySparesNormsAndBiases && weight.shape.length <= 1);
    });
    const regularizers = penalized.map((variable) => [regularizerOf(layer.className, variable), penalty]);
    return { ...layer, config: { ...layer.config, ...Object.fromEntries(regularizers) } };
  });
}

function regularizerOf(className: string, variable: string): string {
  const name = variable.slice(variable.lastIndexOf('/') + 1);
  if (className === 'DepthwiseConv2D' && name === 'kernel') return 'depthwise_regularizer';
  return `${name.replace(/_kernel$/, '')}_regularizer`;
}

/** Keras refuses integers for these. */
export const withFloats = (json: string): string =>
  json.replace(/"(learning_rate|momentum)":(\d+)(?=[,}])/g, '"$1":$2.0');
