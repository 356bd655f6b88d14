/** How each operator is lowered. A new one is a line here. */
import { lowerActivation } from './activation';
import { lowerConv2d, lowerConv2dTranspose, lowerDepthwiseConv2d, lowerSeparableConv2d } from './convolution';
import { lowerDense } from './dense';
import { dropoutLowerings } from './dropout';
import type { LayerLowering } from './layer';
import { mergeLowerings } from './merge';
import { lowerBatchNormalization, lowerGroupNormalization, lowerLayerNormalization } from './normalization';
import {
  lowerAveragePooling2d,
  lowerGlobalAveragePooling2d,
  lowerGlobalMaxPooling2d,
  lowerMaxPooling2d,
} from './pooling';
import { lowerCropping2d, lowerUpSampling2d } from './resampling';
import { lowerFlatten, lowerReshape, lowerZeroPaddedShortcut, lowerZeroPadding2d } from './shape';

export const lowerings: readonly LayerLowering[] = [
  lowerConv2d,
  lowerDepthwiseConv2d,
  lowerSeparableConv2d,
  lowerConv2dTranspose,
  lowerBatchNormalization,
  lowerLayerNormalization,
  lowerGroupNormalization,
  lowerActivation,
  ...mergeLowerings,
  lowerMaxPooling2d,
  lowerAveragePooling2d,
  lowerGlobalAveragePooling2d,
  lowerGlobalMaxPooling2d,
  lowerZeroPadding2d,
  lowerCropping2d,
  lowerUpSampling2d,
  lowerFlatten,
  lowerReshape,
  lowerDense,
  ...dropoutLowerings,
  lowerZeroPaddedShortcut,
];
