/**
 * Maps each Keras layer to a TensorFlow.js LayersModel, or says why TensorFlow.js 4.22 does not compute it as Keras
 * does: it silently ignores settings that it does not know.
 */
import type { Shape } from '../../../core/graph/document';
import { type Key, listOf, message } from '../../../core/messages';
import { NEGATIVE_SLOPE } from '../../../core/ops/shared-params';
import { Refusal } from '../../basics/refusal';
import type { KerasLayer } from '../keras/layers';
import { unusedName } from '../keras/normalization';

interface Held {
  className?: string;
  /** Differences from the layer's Keras configuration; undefined if TensorFlow.js has no such setting. */
  config?: Readonly<Record<string, unknown>>;
  /** An activation that is a layer of its own. */
  then?: { className: string; config: Readonly<Record<string, unknown>> };
}

/**
 * The layer, or why there is none.
 * @param inputShape of its first input
 */
type Rule = (layer: KerasLayer, inputShape: Shape) => Held | Key;

const same: Rule = () => ({});

const activated: Rule = ({ config: { activation } }) => {
  if (activation === 'hard_silu') return 'export.layersModel.hardSwish';
  if (activation === 'silu') return { config: { activation: 'swish' } };
  if (activation !== 'leaky_relu') return {};
  const then = { className: 'LeakyReLU', config: { alpha: NEGATIVE_SLOPE } };
  return { config: { activation: 'linear' }, then };
};

const rules: Readonly<Record<string, Rule>> = {
  InputLayer: ({ config }) => ({
    config: { batch_shape: undefined, batch_input_shape: config.batch_shape },
  }),
  Conv2D: ({ config }) => (config.groups === 1 ? {} : 'export.layersModel.groups'),
  DepthwiseConv2D: ({ config }) =>
    String(config.dilation_rate) === '1,1' ? {} : 'export.layersModel.dilation',
  SeparableConv2D: ({ config }) =>
    config.depth_multiplier === 1 ? {} : 'export.layersModel.depthMultiplier',
  Conv2DTranspose: same,
  Dense: activated,
  Activation: activated,
  LeakyReLU: ({ config }) => ({ config: { negative_slope: undefined, alpha: config.negative_slope } }),
  BatchNormalization: same,
  LayerNormalization: same,
  Rescaling: same,
  MaxPooling2D: same,
  AveragePooling2D: same,
  GlobalAveragePooling2D: same,
  GlobalMaxPooling2D: same,
  ZeroPadding2D: same,
  Cropping2D: same,
  UpSampling2D: ({ config }) =>
    config.interpolation === 'nearest' ? {} : 'export.layersModel.interpolation',
  // TensorFlow.js' own layer does not accept a vector.
  Flatten: (_, inputShape) =>
    inputShape.length > 1
      ? {}
      : { className: 'Activation', config: { data_format: undefined, activation: 'linear' } },
  // An unknown side stays unknown for the following layers.
  Reshape: ({ outputShape }) => ({ config: { target_shape: outputShape } }),
  Permute: same,
  Add: same,
  Multiply: same,
  Average: same,
  Maximum: same,
  Concatenate: same,
  Dropout: same,
  SpatialDropout2D: ({ outputShape }) => ({
    className: 'Dropout',
    config: { data_format: undefined, noise_shape: [null, 1, 1, outputShape.at(-1)] },
  }),
};

/** @throws Refusal that names the layers that TensorFlow.js does not compute as Keras does, and says why. */
export function tfjsLayers(layers: readonly KerasLayer[]): KerasLayer[] {
  const names = new Set(layers.map(({ name }) => name));
  const shapes = new Map(layers.map(({ name, outputShape }) => [name, outputShape]));
  const unfit = new Map<Key, string[]>();
  const written = layers.flatMap((layer): KerasLayer[] => {
    const { name, className, config } = layer;
    const held =
      rules[className]?.(layer, shapes.get(layer.inputs[0] ?? '') ?? []) ?? 'export.layersModel.none';
    if (typeof held === 'string') {
      unfit.set(held, [...(unfit.get(held) ?? []), `${name} (${className})`]);
      return [];
    }
    const own = {
      ...layer,
      className: held.className ?? className,
      config: Object.fromEntries(
        Object.entries({ ...config, ...held.config }).filter(([, value]) => value !== undefined),
      ),
    };
    if (!held.then) return [own];
    const linear = unusedName(`${name}.linear`, names);
    return [
      { ...own, name: linear },
      { ...layer, ...held.then, inputs: [linear], variables: [] },
    ];
  });
  if (unfit.size > 0) {
    const reasons = [...unfit].map(([why, nodes]) => message(why, { layers: nodes.join(', ') }));
    throw new Refusal(message('export.refused.layersModel', { reasons: listOf(reasons, 'unit') }));
  }
  return written.flatMap((layer) => withDistinctInputs(layer, names, shapes)).map(withInitializers);
}

/** TensorFlow.js frees a value too early if one layer uses it twice and another one uses it later, so a copy is used. */
function withDistinctInputs(
  layer: KerasLayer,
  names: Set<string>,
  shapes: ReadonlyMap<string, Shape>,
): KerasLayer[] {
  const copies: KerasLayer[] = [];
  const inputs = layer.inputs.map((input, index) => {
    if (layer.inputs.indexOf(input) === index) return input;
    const name = unusedName(`${layer.name}.copy`, names);
    names.add(name);
    const outputShape = shapes.get(input) ?? [];
    const config = { activation: 'linear' };
    copies.push({ name, className: 'Activation', config, inputs: [input], outputShape, variables: [] });
    return name;
  });
  return [...copies, { ...layer, inputs }];
}

const INITIALIZERS: Readonly<Record<string, string>> = {
  LecunNormal: 'LeCunNormal',
  LecunUniform: 'LeCunUniform',
};

/** Some have different names. */
function withInitializers({ config, ...layer }: KerasLayer): KerasLayer {
  const entries = Object.entries(config).map(([key, value]) => {
    const { class_name: className = '' } = (value ?? {}) as { class_name?: string };
    return [key, INITIALIZERS[className] ? { class_name: INITIALIZERS[className], config: {} } : value];
  });
  return { ...layer, config: Object.fromEntries(entries) };
}
