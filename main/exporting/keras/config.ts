/** config.json of a .keras file: a Functional model as `keras.saving.serialize_keras_object` writes it. */
import type { Shape } from '../../../core/graph/document';
import type { KerasLayer } from './layers';
import { mergingLayers } from './pointwise';

/** @param name of the model, one that Keras takes (names.ts). */
export function modelConfig(name: string, layers: readonly KerasLayer[], outputId: string) {
  const shapes = new Map(layers.map((layer) => [layer.name, layer.outputShape]));
  const inputs = layers.filter((layer) => layer.className === 'InputLayer');
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: layers.map((layer) => layerConfig(layer, shapes)),
      input_layers: inputs.map((layer) => history(layer.name)),
      output_layers: [history(outputId)],
    },
    registered_name: 'Functional',
  };
}

/** A tensor's origin: layer, call of the layer, output of the call. */
const history = (layer: string) => [layer, 0, 0];

/** Classes whose constructor takes no `trainable`. */
const WITHOUT_TRAINABLE = new Set(['InputLayer', 'SpatialDropout2D']);

function layerConfig(layer: KerasLayer, shapes: ReadonlyMap<string, Shape>) {
  const { name, className, config } = layer;
  const trainable = WITHOUT_TRAINABLE.has(className) ? {} : { trainable: layer.trainable ?? true };
  return {
    module: 'keras.layers',
    class_name: className,
    config: { name, ...trainable, dtype: 'float32', ...config },
    registered_name: null,
    name,
    inbound_nodes: className === 'InputLayer' ? [] : [{ args: callArguments(layer, shapes), kwargs: {} }],
  };
}

/** A merging layer takes one list of tensors, every other one tensor. */
function callArguments({ className, inputs }: KerasLayer, shapes: ReadonlyMap<string, Shape>) {
  const tensors = inputs.map((input) => ({
    class_name: '__keras_tensor__',
    config: {
      shape: [null, ...(shapes.get(input) ?? [])],
      dtype: 'float32',
      keras_history: history(input),
    },
  }));
  return mergingLayers.includes(className) ? [tensors] : tensors;
}
