/** The element-wise functions of the operator `activation`: what each is, and what its gradient is taken from. */
export type ActivationFunction =
  | 'relu'
  | 'relu6'
  | 'leaky_relu'
  | 'elu'
  | 'selu'
  | 'gelu'
  | 'silu'
  | 'hard_swish'
  | 'sigmoid'
  | 'tanh'
  | 'softplus';

export interface Activation {
  readonly function: ActivationFunction;
  /** For leaky_relu: y = slope * x below zero. */
  readonly slope?: number;
}

/**
 * Which value of the forward pass the gradient needs besides dy. From y where the function can be undone that far:
 * then x need not be kept, and y is kept anyway by the layer behind.
 */
export const gradientSource: Readonly<Record<ActivationFunction, 'x' | 'y'>> = {
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
};
