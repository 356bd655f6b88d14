/** The options that `train`, `study` and `lr-range` share, and the settings that they make. */
import { type Command, Option } from 'commander';
import type { Style } from '../../core/presets';
import { optimizerFields, optimizerSchema } from '../../core/study/optimizer';
import { applyRecipe, epochsOf, recipeFor, recipes } from '../../core/study/recipes';
import { scheduleSchema } from '../../core/study/schedule';
import {
  datasetIdSchema,
  precisionSchema,
  type TrainingSettings,
  trainingSettingsSchema,
} from '../../core/study/settings';
import { number, numberOrNone } from './options';
import { kindsOf, type Override, override, withOverrides } from './overrides';
import { styleOption } from './summary';

export interface TrainingFlags {
  dataset: TrainingSettings['dataset'];
  data?: string;
  style?: Style;
  recipe: string;
  epochs?: number;
  batchSize?: number;
  optimizer?: string;
  lr?: number;
  momentum?: number;
  clipnorm?: number | 'none';
  schedule?: string;
  precision?: TrainingSettings['precision'];
  set?: Override[];
  trainLimit?: number;
  valLimit?: number;
  out?: string;
}

const fields = trainingSettingsSchema.shape;
const inner = fields.epochs.unwrap();
const limit = fields.trainLimit.unwrap().unwrap();
const { sgd } = optimizerFields;

export function addTrainingOptions(command: Command): Command {
  return addSettingsOptions(command).option('--out <folder>', 'folder to put the run folders in');
}

/** Limits are those of the settings' schema, so that the command and the window agree. */
export function addSettingsOptions(command: Command): Command {
  return addOverrideOptions(addDataOptions(command));
}

function addDataOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--dataset <name>', 'images to train on')
        .choices(datasetIdSchema.options)
        .makeOptionMandatory(),
    )
    .option('--data <path>', 'archive or folder that holds the data set; without it, it is fetched or drawn')
    .addOption(styleOption())
    .addOption(
      new Option(
        '--recipe <id>',
        'settings to begin with (see "skipwire recipes"); other flags override them',
      )
        .choices(recipes.map(({ id }) => id))
        .default('study'),
    )
    .option('--train-limit <n>', 'only the first n training images', number(limit))
    .option('--val-limit <n>', 'only the first n validation images', number(limit));
}

/** The settings that may also be changed when a run is restarted. */
export function addOverrideOptions(command: Command): Command {
  return command
    .option('--epochs <n>', 'passes over the training images', number(inner))
    .option('--batch-size <n>', 'images per step', number(fields.batchSize.unwrap()))
    .addOption(new Option('--optimizer <type>', 'how weights are updated').choices(kindsOf(optimizerSchema)))
    .option('--lr <rate>', 'learning rate', number(sgd.learningRate.unwrap()))
    .option('--momentum <m>', 'momentum of SGD or RMSprop', number(sgd.momentum.unwrap()))
    .option(
      '--clipnorm <norm>',
      "largest norm of each variable's gradient, or none",
      numberOrNone(sgd.clipnorm.unwrap().unwrap()),
    )
    .addOption(
      new Option('--schedule <type>', 'how the learning rate moves').choices(kindsOf(scheduleSchema)),
    )
    .addOption(
      new Option('--precision <type>', 'what convolutions and matrix products compute in').choices(
        precisionSchema.options,
      ),
    )
    .option(
      '--set <path=value>',
      'any other setting, such as schedule.warmup=500 or augmentation.flip=on; may be repeated',
      override,
    );
}

export const seedSchema = fields.seed.unwrap();
export const defaultSeed = fields.seed.parse(undefined);

/** The flags that stand for one setting each. */
const paths = {
  epochs: ['epochs'],
  batchSize: ['batchSize'],
  optimizer: ['optimizer', 'type'],
  lr: ['optimizer', 'learningRate'],
  momentum: ['optimizer', 'momentum'],
  clipnorm: ['optimizer', 'clipnorm'],
  schedule: ['schedule', 'type'],
  precision: ['precision'],
} as const satisfies Partial<Record<keyof TrainingFlags, readonly string[]>>;

export type OverrideFlags = Pick<TrainingFlags, keyof typeof paths | 'set'>;

/** What flags give in place of other settings. */
export function overridesOf(flags: OverrideFlags): Override[] {
  const named = (Object.keys(paths) as (keyof typeof paths)[]).flatMap((flag): Override[] => {
    const value = flags[flag];
    return value === undefined ? [] : [{ path: paths[flag], value: value === 'none' ? null : value }];
  });
  return [...named, ...(flags.set ?? [])];
}

/**
 * The recipe's settings with those that flags give in their stead.
 * @param trainImages of the data set, for recipes that count updates.
 * @throws Refusal for a setting that there is not or that has another range.
 */
export function settingsOf(flags: TrainingFlags, seed: number, trainImages?: number): TrainingSettings {
  const recipe = recipeFor(flags.recipe);
  if (!recipe) throw new Error(`There is no recipe "${flags.recipe}".`);
  const { dataset, trainLimit = null, valLimit = null } = flags;
  const base = trainingSettingsSchema.parse({ dataset, trainLimit, valLimit, seed });
  const given = overridesOf(flags);
  const settings = withOverrides(applyRecipe(recipe, base), given);
  if (trainImages === undefined || given.some(({ path }) => path[0] === 'epochs')) return settings;
  const images = Math.min(trainImages, settings.trainLimit ?? trainImages);
  return { ...settings, epochs: epochsOf(recipe, settings.batchSize, images) };
}
