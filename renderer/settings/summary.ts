/** One line for each part of the settings: what a folded section holds, and what the details of a run say. */
import { plural } from '../../core/format/plural';
import { writeNumber } from '../../core/format/read-number';
import { describeSchedule } from '../../core/study/schedule-words';
import type { MetricName, TrainingSettings } from '../../core/study/settings';
import {
  augmentationWords as coreAugmentationWords,
  normalizationWords,
  optimizerFacts,
} from '../../core/study/words';

export const METRIC_WORDS: Readonly<Record<MetricName, string>> = {
  valAccuracy: 'validation accuracy',
  valLoss: 'validation loss',
  accuracy: 'training accuracy',
  loss: 'training loss',
};

const listed = (parts: readonly (string | false | undefined)[], otherwise: string): string =>
  parts.filter(Boolean).join(', ') || otherwise;

/** "momentum 0.9, Nesterov, clipnorm 1, L2 1e-4". */
export function optimizerWords({ optimizer }: Pick<TrainingSettings, 'optimizer'>): string {
  const told = optimizerFacts(optimizer).filter(({ label, usual }) => !usual || label === 'clipping');
  return told.map(({ phrase }) => phrase).join(', ');
}

export const scheduleWords = ({ schedule }: Pick<TrainingSettings, 'schedule'>): string =>
  describeSchedule(schedule);

/** "flip, crop 4 px, per-pixel mean". */
export function augmentationWords(
  settings: Pick<TrainingSettings, 'augmentation' | 'normalization' | 'preprocessing'>,
): string {
  const { normalization } = settings;
  const { interpolation, fit } = settings.preprocessing;
  return listed(
    [
      ...coreAugmentationWords(settings),
      interpolation !== 'bilinear' && `resized ${interpolation}`,
      fit !== 'stretch' && fit,
      normalization !== 'none' && normalizationWords[normalization],
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

/** "moving averages", "re-estimated from 200 batches". */
export const batchNormWords = ({ preciseBatchNorm }: Pick<TrainingSettings, 'preciseBatchNorm'>): string =>
  preciseBatchNorm
    ? `re-estimated from ${plural(preciseBatchNorm.batches, 'batch', 'batches')}`
    : 'moving averages';

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
      everySteps !== null && `also every ${plural(everySteps, 'step')}`,
      earlyStopping !== null &&
        `stops after ${plural(earlyStopping.patience, 'epoch')} without better ${METRIC_WORDS[earlyStopping.metric]}`,
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
      diagnosticsEvery !== null && `blocks every ${plural(diagnosticsEvery, 'step')}`,
      histograms && 'histograms',
    ],
    'off',
  );
