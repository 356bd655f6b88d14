/** The options that `train` and `study` share, and the settings that they make. */
import { type Command, Option } from 'commander';
import type { Style } from '../../core/presets';
import { momentumOf, sgdSchema } from '../../core/study/optimizer';
import { datasetIdSchema, type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { number, numberOrNone } from './options';
import { styleOption } from './summary';

export interface TrainingFlags {
  dataset: TrainingSettings['dataset'];
  data?: string;
  style?: Style;
  epochs: number;
  batchSize: number;
  lr: number;
  momentum: number;
  clipnorm: number | null;
  trainLimit?: number;
  valLimit?: number;
  out?: string;
}

const defaults = trainingSettingsSchema.parse({});
const fields = trainingSettingsSchema.shape;
const inner = fields.epochs.unwrap();
const limit = fields.trainLimit.unwrap().unwrap();
const sgd = sgdSchema.shape;

/** Limits and defaults are those of the settings' schema, so that the command and the window agree. */
export function addTrainingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--dataset <name>', 'images to train on')
        .choices(datasetIdSchema.options)
        .makeOptionMandatory(),
    )
    .option('--data <path>', 'archive or folder that holds the data set; without it, it is fetched or drawn')
    .addOption(styleOption())
    .option('--epochs <n>', 'passes over the training images', number(inner), defaults.epochs)
    .option('--batch-size <n>', 'images per step', number(fields.batchSize.unwrap()), defaults.batchSize)
    .option(
      '--lr <rate>',
      'learning rate of SGD',
      number(sgd.learningRate.unwrap()),
      defaults.optimizer.learningRate,
    )
    .option(
      '--momentum <m>',
      'momentum of SGD',
      number(sgd.momentum.unwrap()),
      momentumOf(defaults.optimizer),
    )
    .option(
      '--clipnorm <norm>',
      "largest norm of each variable's gradient, or none",
      numberOrNone(sgd.clipnorm.unwrap().unwrap()),
      defaults.optimizer.clipnorm,
    )
    .option('--train-limit <n>', 'only the first n training images', number(limit))
    .option('--val-limit <n>', 'only the first n validation images', number(limit))
    .option('--out <folder>', 'folder to put the run folders in');
}

export const seedSchema = fields.seed.unwrap();
export const defaultSeed = defaults.seed;

export function settingsOf(flags: TrainingFlags, seed: number): TrainingSettings {
  return trainingSettingsSchema.parse({
    dataset: flags.dataset,
    trainLimit: flags.trainLimit ?? null,
    valLimit: flags.valLimit ?? null,
    epochs: flags.epochs,
    batchSize: flags.batchSize,
    optimizer: { learningRate: flags.lr, momentum: flags.momentum, clipnorm: flags.clipnorm },
    seed,
  });
}
