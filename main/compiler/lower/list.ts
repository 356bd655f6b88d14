/** The lowering of each operator: a new one joins the table of its kind. */
import { lowerActivation } from './activation';
import { convolutionLowerings } from './convolution';
import { dropoutLowerings } from './dropout';
import type { LayerLowering } from './layer';
import { mergeLowerings } from './merge';
import { normalizationLowerings } from './normalization';
import { shapeLowerings } from './shape';

export const lowerings: readonly LayerLowering[] = [
  ...convolutionLowerings,
  ...normalizationLowerings,
  lowerActivation,
  ...mergeLowerings,
  ...shapeLowerings,
  ...dropoutLowerings,
];
