/** The options of `train`, `study` and `lr-range`, and the settings that result from them. */
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
import { onOption } from './on';
import { addSettingFlags, headingOf, overridesOf, type SettingFlags, withFlags } from './settings';
import { addTuningOptions, type TuningFlags } from './tuning';
import { datasetId, imageShape, number } from './values';

export interface TrainingFlags extends LabelFlags, StyleFlags, TuningFlags {
  dataset: TrainingSettings['dataset'];
  data?: string;
  input?: [number, number, number];
  width?: number;
  recipe: string;
  set?: SettingFlags['set'];
  zeroInitLastGamma?: true;
  newHead?: true;
  out?: string;
  on?: string[];
  /** The flags in settings.ts. */
  [setting: string]: unknown;
}

export function addTrainingOptions(command: Command): Command {
  return addSettingsOptions(command)
    .option('--zero-init-last-gamma', t('cli.options.zeroInitLastGamma'))
    .option('--out <folder>', t('cli.options.out'))
    .addOption(onOption());
}

export function addSettingsOptions(command: Command): Command {
  addPresetOptions(command).optionsGroup(headingOf('data'));
  addLabelOptions(addImageOptions(command)).optionsGroup('');
  return addSettingFlags(command, SETTING_GROUPS);
}

/** Settings that a restarted run keeps, because they select its images. */
const IMAGES: ReadonlySet<SettingGroup> = new Set(['data', 'selection', 'resizing']);

export const addOverrideOptions = (command: Command): Command =>
  addSettingFlags(
    command,
    SETTING_GROUPS.filter((group) => !IMAGES.has(group)),
  );

function addImageOptions(command: Command): Command {
  const dataset = new Option('--dataset <name>', t('cli.options.dataset'));
  return command
    .addOption(dataset.argParser(datasetId).makeOptionMandatory())
    .option('--data <path>', t('cli.options.data'));
}

function addPresetOptions(command: Command): Command {
  return addTuningOptions(addStyleOptions(command))
    .option('--new-head', t('cli.options.newHead'))
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
 * The recipe's settings, changed by the flags.
 * @param set for recipes that count updates
 * @throws Refusal for an unknown setting, a value out of range, or an impossible selection
 */
export function settingsOf(flags: TrainingFlags, seed: number, set?: SelectableSet): TrainingSettings {
  const recipe = recipeFor(flags.recipe);
  if (!recipe) throw new Error(`There is no recipe "${flags.recipe}".`);
  const base = trainingSettingsSchema.parse({ dataset: flags.dataset, seed });
  const settings = withFlags(applyRecipe(recipe, base), flags);
  if (set === undefined || overridesOf(flags).some(({ path }) => path[0] === 'epochs')) return settings;
  const { count } = planOf(set, settings).train;
  return { ...settings, epochs: epochsOf(recipe, settings.batchSize, count) };
}
