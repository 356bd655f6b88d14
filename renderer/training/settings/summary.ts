/** One line for each part of the settings: what a folded section holds, and what the details of a run say. */
import type { OptimizerSettings } from '../../../core/study/optimizer';
import { describeSchedule } from '../../../core/study/schedule-words';
import type { MetricName, TrainingSettings } from '../../../core/study/settings';
import { counted } from '../../charts/format';
import { writeNumber } from './numbers';

export const METRIC_WORDS: Readonly<Record<MetricName, string>> = {
  valAccuracy: 'validation accuracy',
  valLoss: 'validation loss',
  accuracy: 'training accuracy',
  loss: 'training loss',
};

const listed = (parts: readonly (string | false | undefined)[], otherwise: string): string =>
  parts.filter(Boolean).join(', ') || otherwise;

function clippingWords({ clipnorm, clipvalue, globalClipnorm }: OptimizerSettings): string {
  return listed(
    [
      clipnorm !== null && `clipnorm ${writeNumber(clipnorm)}`,
      clipvalue !== null && `clipvalue ${writeNumber(clipvalue)}`,
      globalClipnorm !== null && `global clipnorm ${writeNumber(globalClipnorm)}`,
    ],
    'no clipping',
  );
}

/** "momentum 0.9, Nesterov, clipnorm 1, L2 1e-4". */
export function optimizerWords({ optimizer }: Pick<TrainingSettings, 'optimizer'>): string {
  const { l2, weightDecay, decaySparesNormsAndBiases } = optimizer;
  const changed = (name: string, value: number, usual: number) =>
    value !== usual && `${name} ${writeNumber(value)}`;
  const own =
    optimizer.type === 'sgd'
      ? [changed('momentum', optimizer.momentum, 0), optimizer.nesterov && 'Nesterov']
      : optimizer.type === 'rmsprop'
        ? [
            changed('rho', optimizer.rho, 0.9),
            changed('momentum', optimizer.momentum, 0),
            optimizer.centered && 'centred',
          ]
        : [
            changed('beta 1', optimizer.beta1, 0.9),
            changed('beta 2', optimizer.beta2, 0.999),
            optimizer.amsgrad && 'AMSGrad',
          ];
  const epsilon = optimizer.type !== 'sgd' && changed('epsilon', optimizer.epsilon, 1e-7);
  const decays = l2 > 0 || weightDecay > 0;
  return listed(
    [
      ...own,
      epsilon,
      clippingWords(optimizer),
      l2 > 0 && `L2 ${writeNumber(l2)}`,
      weightDecay > 0 && `decoupled decay ${writeNumber(weightDecay)}`,
      decays && decaySparesNormsAndBiases && 'norms and biases spared',
    ],
    '',
  );
}

export const scheduleWords = ({ schedule }: Pick<TrainingSettings, 'schedule'>): string =>
  describeSchedule(schedule);

/** "flip, crop 4 px, per-pixel mean". */
export function augmentationWords({
  augmentation,
  normalization,
}: Pick<TrainingSettings, 'augmentation' | 'normalization'>): string {
  const { flip, padAndCrop, randomResizedCrop, colorJitter, cutout, mixup, cutmix } = augmentation;
  const area = randomResizedCrop ? `${Math.round(100 * randomResizedCrop.minScale)} %` : '';
  return listed(
    [
      flip && 'flip',
      padAndCrop > 0 && `crop ${padAndCrop} px`,
      area !== '' && `resized crop from ${area}`,
      colorJitter !== null && 'colour jitter',
      cutout > 0 && `cutout ${cutout} px`,
      mixup > 0 && `mixup ${writeNumber(mixup)}`,
      cutmix > 0 && `cutmix ${writeNumber(cutmix)}`,
      normalization === 'per-channel' && 'normalised per channel',
      normalization === 'per-pixel-mean' && 'per-pixel mean',
    ],
    'none',
  );
}

/** "bfloat16, label smoothing 0.1". */
export const lossWords = ({
  labelSmoothing,
  precision,
}: Pick<TrainingSettings, 'labelSmoothing' | 'precision'>): string =>
  listed([precision, labelSmoothing > 0 && `label smoothing ${writeNumber(labelSmoothing)}`], '');

/** "best by validation accuracy, newest 2 kept, stops after 5 epochs without better validation loss". */
export function checkpointWords({
  checkpoints,
  earlyStopping,
}: Pick<TrainingSettings, 'checkpoints' | 'earlyStopping'>): string {
  const { best, keep, everySteps } = checkpoints;
  return listed(
    [
      `best by ${METRIC_WORDS[best]}`,
      keep === 1 ? 'newest kept' : `newest ${keep} kept`,
      everySteps !== null && `also every ${counted(everySteps, 'step')}`,
      earlyStopping !== null &&
        `stops after ${counted(earlyStopping.patience, 'epoch')} without better ${METRIC_WORDS[earlyStopping.metric]}`,
    ],
    '',
  );
}

/** "blocks every 50 steps, histograms". */
export const recordWords = ({
  diagnosticsEvery,
  histograms,
}: Pick<TrainingSettings, 'diagnosticsEvery' | 'histograms'>): string =>
  listed(
    [
      diagnosticsEvery !== null && `blocks every ${counted(diagnosticsEvery, 'step')}`,
      histograms && 'histograms',
    ],
    'off',
  );
