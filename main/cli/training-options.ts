/** The options that `train`, `study` and `lr-range` share, and the settings that they make. */
import { type Command, Option } from 'commander';
import type { Style } from '../../core/presets';
import { applyRecipe, epochsOf, recipeFor, recipes } from '../../core/study/recipes';
import { scheduleSchema } from '../../core/study/schedule';
import { precisionSchema, type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import {
  type AugmentationFlags,
  addAugmentationOptions,
  augmentationOverrides,
} from './augmentation-options';
import { deviceOption } from './device-option';
import { addOptimizerOptions, checkOptimizerFlags, type OptimizerFlags } from './optimizer-options';
import { datasetId, number } from './options';
import { kindsOf, type Override, override, withOverrides } from './overrides';
import { type SettingFlag, settingPaths } from './setting-flags';
import { styleOption } from './summary';

export interface TrainingFlags extends OptimizerFlags, AugmentationFlags {
  dataset: TrainingSettings['dataset'];
  data?: string;
  style?: Style;
  recipe: string;
  epochs?: number;
  batchSize?: number;
  labelSmoothing?: number;
  schedule?: string;
  precision?: TrainingSettings['precision'];
  set?: Override[];
  trainLimit?: number;
  valLimit?: number;
  zeroInitLastGamma?: true;
  out?: string;
}

const fields = trainingSettingsSchema.shape;
const inner = fields.epochs.unwrap();
const limit = fields.trainLimit.unwrap().unwrap();

export function addTrainingOptions(command: Command): Command {
  return addSettingsOptions(command)
    .option(
      '--zero-init-last-gamma',
      'the last gamma of each residual block starts at zero, so that it begins as its shortcut',
    )
    .option('--out <folder>', 'folder to put the run folders in');
}

/** Limits are those of the settings' schema, so that the command and the window agree. */
export function addSettingsOptions(command: Command): Command {
  return addOverrideOptions(addDataOptions(command));
}

function addDataOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--dataset <name>', 'images to train on: a data set of the catalogue, or your own')
        .argParser(datasetId)
        .makeOptionMandatory(),
    )
    .option('--data <path>', 'archive or folder that holds the data set; without it, it is fetched or drawn')
    .addOption(styleOption())
    .addOption(deviceOption())
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
  command
    .option('--epochs <n>', 'passes over the training images', number(inner))
    .option('--batch-size <n>', 'images per step', number(fields.batchSize.unwrap()));
  return addAugmentationOptions(addOptimizerOptions(command))
    .option(
      '--label-smoothing <share>',
      'share of a label that is spread over all classes',
      number(fields.labelSmoothing.unwrap()),
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

export type OverrideFlags = Pick<TrainingFlags, SettingFlag | keyof AugmentationFlags | 'set'>;

/**
 * The settings with what flags give in their stead.
 * @throws Refusal for a flag of another optimizer, a setting that there is not, or a value out of range.
 */
export function withFlags(settings: TrainingSettings, flags: OverrideFlags): TrainingSettings {
  const given = overridesOf(flags);
  const kind = given.filter(({ path }) => path[0] === 'optimizer' && path[1] === 'type');
  checkOptimizerFlags(flags, withOverrides(settings, kind));
  return withOverrides(settings, given);
}

function overridesOf(flags: OverrideFlags): Override[] {
  const named = (Object.keys(settingPaths) as SettingFlag[]).flatMap((flag): Override[] => {
    const value = flags[flag];
    return value === undefined ? [] : [{ path: settingPaths[flag], value: value === 'none' ? null : value }];
  });
  return [...named, ...augmentationOverrides(flags), ...(flags.set ?? [])];
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
  const settings = withFlags(applyRecipe(recipe, base), flags);
  if (trainImages === undefined || overridesOf(flags).some(({ path }) => path[0] === 'epochs'))
    return settings;
  const images = Math.min(trainImages, settings.trainLimit ?? trainImages);
  return { ...settings, epochs: epochsOf(recipe, settings.batchSize, images) };
}
