/** A network as a TensorFlow.js LayersModel: Keras layers in the JSON of Keras 2, and their weights one after another. */
import type { Tensor } from '../../runs/safetensors';
import { type KerasLayer, kerasLayers } from '../keras/layers';
import { kerasNames, modelName } from '../keras/names';
import { withScaling } from '../keras/scaling';
import type { WeightEntry } from '../tfjs/graph';
import type { TrainedNetwork } from '../trained-network';
import { tfjsLayers } from './layers';
import { withPixelConvolution } from './normalization';

export interface LayersModel {
  topology: object;
  weights: WeightEntry[];
  /** The bytes of each weight. */
  values: (() => Uint8Array)[];
}

/** @throws Refusal that names the layers that TensorFlow.js does not compute as Keras does. */
export function layersModel(network: TrainedNetwork): LayersModel {
  const { analysis, document, inference } = network;
  const normalized = withPixelConvolution(kerasLayers(analysis), network.weights);
  const layers = tfjsLayers(withScaling(normalized.layers, inference));
  const names = kerasNames(
    layers.map(({ name }) => name),
    'layer',
  );
  const named = (name: string): string => names.get(name) as string;
  const history = (name: string) => [named(name), 0, 0];
  const variables = new Map([...variablesOf(network), ...normalized.added]);
  const tensors = layers.flatMap((layer) =>
    layer.variables.map((variable) => ({
      name: `${named(layer.name)}/${variableName(layer, variable)}`,
      tensor: variables.get(variable) as Tensor,
    })),
  );
  return {
    topology: {
      class_name: 'Model',
      config: {
        name: modelName(document.name),
        layers: layers.map(({ name, className, config, inputs }) => ({
          class_name: className,
          name: named(name),
          config: { name: named(name), trainable: true, dtype: 'float32', ...config },
          inbound_nodes: inboundNodes(className, inputs.map(history)),
        })),
        input_layers: layers
          .filter(({ className }) => className === 'InputLayer')
          .map(({ name }) => history(name)),
        output_layers: [history(analysis.outputId as string)],
      },
      keras_version: '2.15.0',
      backend: 'tensorflow',
    },
    weights: tensors.map(({ name, tensor }) => ({ name, shape: [...tensor.shape], dtype: 'float32' })),
    values: tensors.map(
      ({ tensor: { data } }) =>
        () =>
          new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    ),
  };
}

/** One call with all inputs, each with its arguments. */
const inboundNodes = (className: string, origins: readonly (readonly unknown[])[]): unknown[] =>
  className === 'InputLayer' ? [] : [origins.map((origin) => [...origin, {}])];

function variablesOf({ analysis, weights }: TrainedNetwork): Map<string, Tensor> {
  return new Map(
    analysis.order.flatMap((id) =>
      (analysis.nodes[id]?.weights ?? []).map(({ name, shape }): [string, Tensor] => [
        `${id}/${name}`,
        { shape, data: weights.get(`${id}/${name}`) as Float32Array },
      ]),
    ),
  );
}

/** `stem.conv/kernel` is `kernel`, and another word in some layers. */
function variableName({ className }: KerasLayer, variable: string): string {
  const name = variable.slice(variable.lastIndexOf('/') + 1);
  return className === 'DepthwiseConv2D' && name === 'kernel' ? 'depthwise_kernel' : name;
}
