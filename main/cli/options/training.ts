/** The options that `train`, `study` and `lr-range` share, and the settings that they make. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { t } from '../../../core/messages';
import { applyRecipe, epochsOf, recipeFor, recipes } from '../../../core/study/recipes';
import type { SelectableSet } from '../../../core/study/selection';
import { SETTING_GROUPS, type SettingGroup } from '../../../core/study/setting/entry';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';
import { planOf } from '../../datasets/selection';
import { deviceOption } from './device';
import { addLabelOptions, type LabelFlags } from './labels';
import { addStyleOptions, type StyleFlags } from './network';
import { addSettingFlags, overridesOf, type SettingFlags, withFlags } from './settings';
import { datasetId, imageShape, number } from './values';

export interface TrainingFlags extends LabelFlags, StyleFlags {
  dataset: TrainingSettings['dataset'];
  data?: string;
  input?: [number, number, number];
  width?: number;
  recipe: string;
  set?: SettingFlags['set'];
  zeroInitLastGamma?: true;
  out?: string;
  /** Flags of settings (settings.ts). */
  [setting: string]: unknown;
}

export function addTrainingOptions(command: Command): Command {
  return addSettingsOptions(command)
    .option('--zero-init-last-gamma', t('cli.options.zeroInitLastGamma'))
    .option('--out <folder>', t('cli.options.out'));
}

export const addSettingsOptions = (command: Command): Command =>
  addSettingFlags(addLabelOptions(addImageOptions(command)), SETTING_GROUPS);

/** They choose the images, which a run keeps. */
const IMAGES: ReadonlySet<SettingGroup> = new Set(['data', 'selection', 'resizing']);

/** The settings that may also be changed when a run is restarted. */
export const addOverrideOptions = (command: Command): Command =>
  addSettingFlags(
    command,
    SETTING_GROUPS.filter((group) => !IMAGES.has(group)),
  );

function addImageOptions(command: Command): Command {
  const dataset = new Option('--dataset <name>', t('cli.options.dataset'));
  const withImages = command
    .addOption(dataset.argParser(datasetId).makeOptionMandatory())
    .option('--data <path>', t('cli.options.data'));
  return addStyleOptions(withImages)
    .option('--input <shape>', t('cli.options.presetInput'), imageShape)
    .option('--width <factor>', t('cli.options.width'), number(z.number().gt(0).max(8)))
    .addOption(deviceOption())
    .addOption(
      new Option('--recipe <id>', t('cli.options.recipe'))
        .choices(recipes.map(({ id }) => id))
        .default('study'),
    );
}

export const defaultSeed = trainingSettingsSchema.shape.seed.parse(undefined);

/**
 * The recipe's settings with those that flags give in their stead.
 * @param images the data set, or how many training images it has, for recipes that count updates.
 * @throws Refusal for an unknown setting or a value out of range, and for images that cannot be chosen so.
 */
export function settingsOf(
  flags: TrainingFlags,
  seed: number,
  images?: number | SelectableSet,
): TrainingSettings {
  const recipe = recipeFor(flags.recipe);
  if (!recipe) throw new Error(`There is no recipe "${flags.recipe}".`);
  const base = trainingSettingsSchema.parse({ dataset: flags.dataset, seed });
  const settings = withFlags(applyRecipe(recipe, base), flags);
  if (images === undefined || overridesOf(flags).some(({ path }) => path[0] === 'epochs')) return settings;
  const trained =
    typeof images === 'number'
      ? Math.min(images, settings.trainLimit ?? images)
      : planOf(images, settings).train.count;
  return { ...settings, epochs: epochsOf(recipe, settings.batchSize, trained) };
}
