/** The corners at which values and gradients of operators are checked, one file per family. */
import { pointwiseCases } from './activations-and-merges';
import type { GradientCase } from './case';
import { convolutions } from './convolution';
import { losses } from './loss';
import { normalizations } from './normalization';
import { pointwise } from './pointwise';
import { pools } from './pooling';
import { products } from './product';
import { resampling } from './resampling';
import { shapes } from './shape';

export type { GradientCase } from './case';

export const gradientCases = (): GradientCase[] => [
  ...convolutions(),
  ...pools(),
  ...products(),
  ...normalizations(),
  ...resampling(),
  ...shapes(),
  ...pointwise(),
  ...pointwiseCases(),
  ...losses(),
];
