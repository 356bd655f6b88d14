/** All operators, in the order of the palette. A new one is its own file and one line here. */
import { activation } from './activation';
import { add } from './add';
import { batchNormalization } from './batch-normalization';
import { channelScale } from './channel-scale';
import { concatenate } from './concatenate';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import { average, maximum, multiply, subtract } from './elementwise-merges';
import { flatten } from './flatten';
import { globalAveragePooling2d } from './global-average-pooling2d';
import { input } from './input';
import { maxPooling2d } from './max-pooling2d';
import type { Operator } from './operator';
import { reshape } from './reshape';
import { spatialDropout2d } from './spatial-dropout2d';
import { stochasticDepth } from './stochastic-depth';
import { zeroPaddedShortcut } from './zero-padded-shortcut';
import { zeroPadding2d } from './zero-padding2d';

export const operators: readonly Operator[] = [
  input,
  conv2d,
  batchNormalization,
  activation,
  add,
  subtract,
  multiply,
  average,
  maximum,
  concatenate,
  channelScale,
  maxPooling2d,
  globalAveragePooling2d,
  zeroPadding2d,
  flatten,
  reshape,
  dense,
  dropout,
  spatialDropout2d,
  stochasticDepth,
  zeroPaddedShortcut,
];

const byType = new Map(operators.map((operator) => [operator.type, operator]));

export function operatorFor(type: string): Operator | undefined {
  return byType.get(type);
}
