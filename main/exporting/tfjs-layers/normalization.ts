/** Normalization per channel, which TensorFlow.js lacks: a 1x1 convolution that is not trained. */
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { DEVIATION, MEAN } from '../../compiler/passes/normalize';
import type { Tensor } from '../../runs/safetensors';
import type { KerasLayer } from '../keras/layers';
import { behindInput, unusedName } from '../keras/normalization';

export interface Normalized {
  layers: readonly KerasLayer[];
  /** Variables of the added layer. */
  added: ReadonlyMap<string, Tensor>;
}

/** @throws Refusal for a mean image. */
export function withPixelConvolution(
  layers: readonly KerasLayer[],
  weights: ReadonlyMap<string, Float32Array>,
): Normalized {
  const [mean, deviation] = [weights.get(MEAN), weights.get(DEVIATION)];
  const input = layers.find(({ className }) => className === 'InputLayer');
  if (!mean || !input) return { layers, added: new Map() };
  const { outputShape } = input;
  if (!deviation || deviation.length !== outputShape.at(-1)) {
    throw new Refusal(message('export.refused.layersModelMean'));
  }
  const name = unusedName('normalization', new Set(layers.map((layer) => layer.name)));
  const channels = deviation.length;
  const added = new Map<string, Tensor>([
    [`${name}/kernel`, { shape: [1, 1, channels, 1], data: deviation.map((value) => 1 / value) }],
    [`${name}/bias`, { shape: [channels], data: mean.map((value, index) => -value / deviation[index]!) }],
  ]);
  const config = {
    ...{ kernel_size: [1, 1], strides: [1, 1], padding: 'valid', dilation_rate: [1, 1] },
    ...{ data_format: 'channels_last', depth_multiplier: 1, use_bias: true, activation: 'linear' },
    trainable: false,
  };
  const convolution: KerasLayer = {
    ...{ name, className: 'DepthwiseConv2D', config, inputs: [input.name], outputShape },
    variables: [...added.keys()],
  };
  return { layers: behindInput(layers, input, convolution), added };
}
