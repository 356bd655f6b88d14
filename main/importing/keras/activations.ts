/** Activations of Keras: layers of their own, and those inside other layers. */
import { activationFunction } from '../../../core/ops/shared-params';
import { type Config, isRecord } from './structure';

export interface KerasActivation {
  function: string;
  negativeSlope?: number;
}

/** The name of an activation, from a string or a serialized function; undefined for a custom one. */
export function activationOf(value: unknown): KerasActivation | undefined {
  if (value === null || value === undefined) return { function: 'linear' };
  if (isRecord(value)) {
    const { class_name: className, config } = value;
    if (className === 'function' || typeof config === 'string') return activationOf(config);
    const layer =
      typeof className === 'string'
        ? activationLayers[className]?.(isRecord(config) ? config : {})
        : undefined;
    return layer && { ...layer };
  }
  if (typeof value !== 'string') return undefined;
  const renamed = { swish: 'silu', hard_silu: 'hard_swish' }[value] ?? value;
  return activationFunction.safeParse(renamed).success ? { function: renamed } : undefined;
}

export const activationLayers: Readonly<Record<string, (config: Config) => KerasActivation | undefined>> = {
  Activation: ({ activation }) => activationOf(activation),
  ReLU: ({ max_value: most, negative_slope: slope = 0, threshold = 0 }) => {
    if (threshold !== 0) return undefined;
    if (slope !== 0)
      return most === null || most === undefined
        ? { function: 'leaky_relu', negativeSlope: Number(slope) }
        : undefined;
    if (most === null || most === undefined) return { function: 'relu' };
    return most === 6 ? { function: 'relu6' } : undefined;
  },
  LeakyReLU: ({ negative_slope: slope, alpha }) => ({
    function: 'leaky_relu',
    negativeSlope: Number(slope ?? alpha ?? 0.3),
  }),
  ELU: ({ alpha = 1 }) => (alpha === 1 ? { function: 'elu' } : undefined),
  Softmax: ({ axis = -1 }) =>
    axis === -1 || (Array.isArray(axis) && axis[0] === -1) ? { function: 'softmax' } : undefined,
};

/** An activation layer, or the activation of a layer as one. */
export const activationLayer = (activation: KerasActivation) => ({
  type: 'Activation',
  params: { ...activation },
});
