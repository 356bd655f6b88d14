/** The flags that stand for one setting each; all others are within reach of `--set path=value`. */
import { optimizerFields } from './optimizer';

/** By commander's name of the flag: the setting's path. */
export const settingPaths = {
  epochs: ['epochs'],
  batchSize: ['batchSize'],
  optimizer: ['optimizer', 'type'],
  lr: ['optimizer', 'learningRate'],
  momentum: ['optimizer', 'momentum'],
  nesterov: ['optimizer', 'nesterov'],
  beta1: ['optimizer', 'beta1'],
  beta2: ['optimizer', 'beta2'],
  rho: ['optimizer', 'rho'],
  epsilon: ['optimizer', 'epsilon'],
  amsgrad: ['optimizer', 'amsgrad'],
  centered: ['optimizer', 'centered'],
  clipnorm: ['optimizer', 'clipnorm'],
  clipvalue: ['optimizer', 'clipvalue'],
  globalClipnorm: ['optimizer', 'globalClipnorm'],
  l2: ['optimizer', 'l2'],
  weightDecay: ['optimizer', 'weightDecay'],
  spareNormsAndBiases: ['optimizer', 'decaySparesNormsAndBiases'],
  labelSmoothing: ['labelSmoothing'],
  schedule: ['schedule', 'type'],
  precision: ['precision'],
  preciseBatchNorm: ['preciseBatchNorm', 'batches'],
  valSplit: ['selection', 'validation'],
  trainShare: ['selection', 'trainShare'],
  limitMode: ['selection', 'limit'],
  classes: ['selection', 'classes'],
  splitSeed: ['selection', 'seed'],
  resize: ['preprocessing', 'interpolation'],
  fit: ['preprocessing', 'fit'],
} as const satisfies Record<string, readonly string[]>;
export type SettingFlag = keyof typeof settingPaths;

/** `weightDecay` is `--weight-decay`. */
export const spelled = (flag: string): string =>
  `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The optimizers that have this field. */
export function optimizersWith(field: string): string[] {
  return Object.entries(optimizerFields).flatMap(([type, fields]) => (field in fields ? [type] : []));
}
