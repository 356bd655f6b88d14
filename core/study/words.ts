/**
 * How a run was trained, in words: one place for captions, row labels, the form and the log. What is off or has its
 * usual value is not told, but for what a reader looks for in any case.
 */

import { formatCount, formatPercent, formatShare } from '../format/number';
import { plural } from '../format/plural';
import { writeClasses } from './classes';
import { datasetName } from './data';
import type { OptimizerSettings, OptimizerType } from './optimizer';
import { optimizerSchema } from './optimizer';
import { describeExtension, describeSchedule } from './schedule-words';
import { effectiveSelection, SHARE_WITHOUT_SPLIT } from './selection';
import { classesInWords } from './selection-words';
import type { TrainingSettings } from './settings';

export const optimizerNames: Readonly<Record<OptimizerType, string>> = {
  sgd: 'SGD',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSprop',
};

/** What is told of one setting. */
export interface Fact {
  /** `momentum`: the same for all runs that have the setting. */
  label: string;
  value: string;
  /** Stands by itself: `momentum 0.9`, `5 epochs`. */
  phrase: string;
  /** The setting has its default, or is off. */
  usual: boolean;
}

const count = formatCount;

/** `clipnorm 1`; undefined where nothing is clipped. */
export function clippingWords({
  clipnorm,
  clipvalue,
  globalClipnorm,
}: OptimizerSettings): string | undefined {
  if (clipnorm !== null) return `clipnorm ${clipnorm}`;
  if (clipvalue !== null) return `clipvalue ${clipvalue}`;
  return globalClipnorm === null ? undefined : `global clipnorm ${globalClipnorm}`;
}

const numberWords: Readonly<Record<string, string>> = {
  momentum: 'momentum',
  rho: 'rho',
  beta1: 'beta 1',
  beta2: 'beta 2',
  epsilon: 'epsilon',
  l2: 'L2',
  weightDecay: 'decoupled decay',
};
const switchWords: Readonly<Record<string, string>> = {
  nesterov: 'Nesterov',
  amsgrad: 'AMSGrad',
  centered: 'centered',
};

/** Everything about an optimizer but its name and rate, in the order in which it is told. */
export function optimizerFacts(optimizer: OptimizerSettings): Fact[] {
  const usual = optimizerSchema.parse({ type: optimizer.type }) as Record<string, unknown>;
  const own = optimizer as Record<string, unknown>;
  const numbers = (names: readonly string[]) =>
    names
      .filter((name) => name in own)
      .map((name): Fact => {
        const label = numberWords[name] as string;
        // AdamW's usual decay is told too: a reader looks for it.
        const asUsual = own[name] === usual[name] && (name !== 'weightDecay' || own[name] === 0);
        return { label, value: `${own[name]}`, phrase: `${label} ${own[name]}`, usual: asUsual };
      });
  const switches = Object.keys(switchWords)
    .filter((name) => name in own)
    .map((name): Fact => {
      const label = switchWords[name] as string;
      const on = own[name] === true;
      return { label, value: on ? 'on' : 'off', phrase: on ? label : `no ${label}`, usual: !on };
    });
  const clipping = clippingWords(optimizer);
  const spares = optimizer.decaySparesNormsAndBiases;
  const decays = optimizer.l2 > 0 || optimizer.weightDecay > 0;
  return [
    ...numbers(['momentum', 'rho', 'beta1', 'beta2']),
    ...switches,
    ...numbers(['epsilon']),
    {
      label: 'clipping',
      value: clipping ?? 'off',
      phrase: clipping ?? 'no clipping',
      usual: clipping === undefined,
    },
    ...numbers(['l2', 'weightDecay']),
    {
      label: 'decay of norms and biases',
      value: spares ? 'spared' : 'as of all',
      phrase: spares ? 'norms and biases spared' : 'norms and biases decay too',
      usual: !spares || !decays,
    },
  ];
}

/** `SGD 0.1, momentum 0.9, Nesterov, L2 0.0001`. */
export function describeOptimizer(optimizer: OptimizerSettings): string {
  const unusual = optimizerFacts(optimizer).filter(({ usual }) => !usual);
  const name = `${optimizerNames[optimizer.type]} ${optimizer.learningRate}`;
  return [name, ...unusual.map(({ phrase }) => phrase)].join(', ');
}

/** `flip`, `crop 4 px`, `mixup 0.2`, ...: what is done to training images, in order. */
export function augmentationWords({ augmentation }: Pick<TrainingSettings, 'augmentation'>): string[] {
  const { flip, padAndCrop, randomResizedCrop, colorJitter, cutout, mixup, cutmix } = augmentation;
  return [
    flip && 'flip',
    padAndCrop > 0 && `crop ${padAndCrop} px`,
    randomResizedCrop !== null && `resized crop from ${formatPercent(randomResizedCrop.minScale, 0)}`,
    colorJitter !== null && 'color jitter',
    cutout > 0 && `cutout ${cutout} px`,
    mixup > 0 && `mixup ${mixup}`,
    cutmix > 0 && `cutmix ${cutmix}`,
  ].filter((word): word is string => typeof word === 'string');
}

export const normalizationWords = {
  none: 'no normalization of images',
  'per-channel': 'normalized per channel',
  'per-pixel-mean': 'per-pixel mean',
} as const;

export const metricWords = {
  valAccuracy: 'validation accuracy',
  valLoss: 'validation loss',
  accuracy: 'training accuracy',
  loss: 'training loss',
} as const;

const images = (limit: number | null, split: string): Fact => {
  const value = limit === null ? 'all' : count(limit);
  return {
    label: `${split} images`,
    value,
    phrase: limit === null ? `all ${split} images` : plural(limit, `${split} image`),
    usual: limit === null,
  };
};

/** Which images: what is validated on, how many of each class, which classes. */
function selectionFacts(settings: TrainingSettings): Fact[] {
  const { validation, trainShare, limit, classes, seed } = effectiveSelection(settings);
  const held =
    validation.kind === 'held-out' &&
    (validation.amount < 1 ? formatShare(validation.amount) : count(validation.amount));
  const named = classes && (classesInWords(classes) ?? plural(classes.length, 'class', 'classes'));
  return [
    {
      label: 'validation on',
      value: held ? `${held} held out` : `own split, else ${formatShare(SHARE_WITHOUT_SPLIT)} held out`,
      phrase: held ? `${held} held out` : 'official validation',
      usual: !held,
    },
    {
      label: 'share of training images',
      value: formatShare(trainShare),
      phrase: `${formatShare(trainShare)} of training images`,
      usual: trainShare === 1,
    },
    {
      label: 'limits choose',
      value: limit === 'first' ? 'the first' : 'every class alike',
      phrase: limit === 'first' ? 'the first images' : 'images of every class alike',
      usual: limit === 'first',
    },
    {
      label: 'classes',
      value: classes ? writeClasses(classes) : 'all',
      phrase: named ? `classes ${named}` : 'all classes',
      usual: classes === null,
    },
    { label: 'selection seed', value: String(seed), phrase: `selection seed ${seed}`, usual: seed === 1 },
  ];
}

/** What becomes of early stopping in a run that is extended; empty without it. */
export const waitRestartWords = ({ earlyStopping }: Pick<TrainingSettings, 'earlyStopping'>): string =>
  earlyStopping
    ? `early stopping starts counting again from there: ${plural(earlyStopping.patience, 'epoch')} without better ${metricWords[earlyStopping.metric]}`
    : '';

/**
 * All settings that bear on a run's numbers, apart from its seed and its epochs, of which a run may have trained
 * fewer than were asked for.
 */
export function trainingFacts(settings: TrainingSettings): Fact[] {
  const { dataset, optimizer, schedule, labelSmoothing, precision, normalization, earlyStopping } = settings;
  const plain = (label: string, value: string, usual: boolean, phrase = value): Fact => ({
    label,
    value,
    phrase,
    usual,
  });
  const { interpolation, fit } = settings.preprocessing;
  const augmented = augmentationWords(settings).join(', ');
  const stop =
    earlyStopping &&
    `stops after ${plural(earlyStopping.patience, 'epoch')} without better ${metricWords[earlyStopping.metric]}`;
  const rate = String(optimizer.learningRate);
  const batches = settings.preciseBatchNorm?.batches;
  const extended = settings.extensions.map(describeExtension).join(', ');
  return [
    plain('data set', datasetName(dataset), false),
    plain('optimizer', optimizerNames[optimizer.type], optimizer.type === 'sgd'),
    plain('learning rate', rate, false, `lr ${rate}`),
    ...optimizerFacts(optimizer),
    plain('batch size', count(settings.batchSize), false, `batch ${settings.batchSize}`),
    images(settings.trainLimit, 'training'),
    images(settings.valLimit, 'validation'),
    ...selectionFacts(settings),
    plain(
      'schedule',
      describeSchedule(schedule),
      schedule.type === 'constant',
      schedule.type === 'constant' ? 'constant rate' : `rate ${describeSchedule(schedule)}`,
    ),
    plain('extended schedule', extended || 'no', extended === '', extended || 'not extended'),
    plain(
      'label smoothing',
      String(labelSmoothing),
      labelSmoothing === 0,
      `label smoothing ${labelSmoothing}`,
    ),
    plain('precision', precision, precision === 'float32'),
    plain('augmentation', augmented || 'none', augmented === '', augmented || 'no augmentation'),
    plain('normalization', normalization, normalization === 'none', normalizationWords[normalization]),
    plain(
      'resizing',
      `${interpolation}, ${fit}`,
      interpolation === 'bilinear' && fit === 'stretch',
      `resized ${interpolation}, ${fit}`,
    ),
    plain(
      'BatchNorm statistics',
      batches === undefined ? 'moving averages' : `re-estimated from ${plural(batches, 'batch', 'batches')}`,
      batches === undefined,
      batches === undefined
        ? 'moving averages of BatchNorm'
        : `BatchNorm statistics re-estimated from ${plural(batches, 'batch', 'batches')}`,
    ),
    plain('early stopping', stop ?? 'off', stop === null, stop ?? 'no early stopping'),
  ];
}

/** `SGD 0.01, clipnorm 1; batch 256; label smoothing 0.1`: the optimizer, the batch, and what else is not usual. */
export function describeTraining(settings: TrainingSettings): string {
  const rest = trainingFacts(settings);
  // The split in the caption says how many images there are.
  const unusual = rest
    .slice(rest.findIndex(({ label }) => label === 'schedule'))
    .filter(({ usual }) => !usual);
  const parts = [describeOptimizer(settings.optimizer), `batch ${settings.batchSize}`];
  return [...parts, ...unusual.map(({ phrase }) => phrase)].join('; ');
}
