/** The element-wise functions of the operator `activation`. */
/** What the gradient needs in addition to dy: y where that is enough, since the next layer keeps it anyway. */
export const gradientSource = {
  relu: 'y',
  relu6: 'y',
  leaky_relu: 'y',
  elu: 'y',
  selu: 'y',
  sigmoid: 'y',
  tanh: 'y',
  gelu: 'x',
  silu: 'x',
  hard_swish: 'x',
  softplus: 'x',
} as const satisfies Readonly<Record<string, 'x' | 'y'>>;

export type ActivationFunction = keyof typeof gradientSource;

export interface Activation {
  readonly function: ActivationFunction;
  /** leaky_relu: y = slope * x below zero. */
  readonly slope?: number;
}
