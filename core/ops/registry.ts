/** All operators, in the order of the palette. */
import { activation } from './activation';
import { add } from './add';
import { batchNormalization } from './batch-normalization';
import { channelScale } from './channel-scale';
import { concatenate } from './concatenate';
import { conv2d } from './conv2d';
import { conv2dTranspose } from './conv2d-transpose';
import { cropping2d } from './cropping2d';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwise-conv2d';
import { dropout, spatialDropout2d } from './dropout';
import { average, maximum, multiply, subtract } from './elementwise-merges';
import { flatten } from './flatten';
import { groupNormalization } from './group-normalization';
import { input } from './input';
import { layerNormalization } from './layer-normalization';
import { normalization } from './normalization';
import type { Operator } from './operator';
import { averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d } from './pooling2d';
import { rescaling } from './rescaling';
import { reshape } from './reshape';
import { separableConv2d } from './separable-conv2d';
import { stochasticDepth } from './stochastic-depth';
import { unsupported } from './unsupported';
import { upSampling2d } from './up-sampling2d';
import { zeroPaddedShortcut } from './zero-padded-shortcut';
import { zeroPadding2d } from './zero-padding2d';

export const operators: readonly Operator[] = [
  input,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  batchNormalization,
  layerNormalization,
  groupNormalization,
  normalization,
  rescaling,
  activation,
  add,
  subtract,
  multiply,
  average,
  maximum,
  concatenate,
  channelScale,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  zeroPadding2d,
  cropping2d,
  upSampling2d,
  flatten,
  reshape,
  dense,
  dropout,
  spatialDropout2d,
  stochasticDepth,
  zeroPaddedShortcut,
];

/** Unsupported layers come from imports only: they are read and shown, but not offered. */
const byType = new Map([...operators, unsupported].map((operator) => [operator.type, operator]));

export function operatorFor(type: string): Operator | undefined {
  return byType.get(type);
}
