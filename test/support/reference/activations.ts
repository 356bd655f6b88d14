/** The activation functions in float64, from their definitions. */
import type { Activation } from '../../../main/compiler/ir/activations';

/** Klambauer et al. (2017), equation 14. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const elu = (v: number): number => (v > 0 ? v : Math.expm1(v));
const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

/** The error function by a series whose terms have one sign (Abramowitz and Stegun, 7.1.6); 1 to 1e-16 beyond 6. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 200; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export function activationOf({ function: name, slope }: Activation): (v: number) => number {
  switch (name) {
    case 'relu':
      return (v) => Math.max(0, v);
    case 'relu6':
      return (v) => Math.min(6, Math.max(0, v));
    case 'leaky_relu':
      return (v) => (v > 0 ? v : slope! * v);
    case 'elu':
      return elu;
    case 'selu':
      return (v) => SELU_SCALE * (v > 0 ? v : SELU_ALPHA * elu(v));
    case 'gelu':
      return (v) => 0.5 * v * (1 + erf(v / Math.SQRT2));
    case 'silu':
      return (v) => v * sigmoid(v);
    case 'hard_swish':
      return (v) => (v * Math.min(6, Math.max(0, v + 3))) / 6;
    case 'sigmoid':
      return sigmoid;
    case 'tanh':
      return Math.tanh;
    case 'softplus':
      return (v) => Math.log1p(Math.exp(v));
  }
}
