/** The options that `train`, `study` and `lr-range` share, and the settings that they make. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { preprocessingSchema, type Selection, selectionSchema } from '../../../core/study/data';
import { precisionChoiceSchema } from '../../../core/study/precision';
import { applyRecipe, epochsOf, recipeFor, recipes } from '../../../core/study/recipes';
import { scheduleSchema } from '../../../core/study/schedule';
import type { SelectableSet } from '../../../core/study/selection';
import { type SettingFlag, settingPaths } from '../../../core/study/setting-flags';
import {
  preciseBatchNormSchema,
  type TrainingSettings,
  trainingSettingsSchema,
} from '../../../core/study/settings';
import type { StyleName } from '../../../core/styles';
import { planOf } from '../../datasets/selection';
import { type AugmentationFlags, addAugmentationOptions, augmentationOverrides } from './augmentation';
import { deviceOption } from './device';
import { addLabelOptions, type LabelFlags } from './labels';
import { addOptimizerOptions, checkOptimizerFlags, type OptimizerFlags } from './optimizer';
import { kindsOf, type Override, override, withOverrides } from './overrides';
import { classList, share, valSplit } from './selection';
import { styleOption } from './style';
import { datasetId, imageShape, number, numberOrNone } from './values';

export interface TrainingFlags extends OptimizerFlags, AugmentationFlags, LabelFlags {
  dataset: TrainingSettings['dataset'];
  data?: string;
  style?: StyleName;
  input?: [number, number, number];
  width?: number;
  recipe: string;
  epochs?: number;
  batchSize?: number;
  labelSmoothing?: number;
  schedule?: string;
  precision?: TrainingSettings['precision'];
  preciseBatchNorm?: number | 'none';
  set?: Override[];
  trainLimit?: number;
  valLimit?: number;
  valSplit?: Selection['validation'];
  trainShare?: number;
  limitMode?: Selection['limit'];
  classes?: Selection['classes'];
  splitSeed?: number;
  resize?: string;
  fit?: string;
  zeroInitLastGamma?: true;
  out?: string;
}

const fields = trainingSettingsSchema.shape;
const inner = fields.epochs.unwrap();
const limit = fields.trainLimit.unwrap().unwrap();
const choice = selectionSchema.shape;
const resizing = preprocessingSchema.shape;
const limitModes = choice.limit.unwrap().options;

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
  return addOverrideOptions(addSelectionOptions(addDataOptions(command)));
}

function addDataOptions(command: Command): Command {
  return addLabelOptions(addImageOptions(command));
}

function addImageOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--dataset <name>', 'images to train on: a set of the catalogue, or your own')
        .argParser(datasetId)
        .makeOptionMandatory(),
    )
    .option(
      '--data <path>',
      'archive or folder that holds the data set, imported unless it has been; with a new name it becomes a set of ' +
        'your own; without it, the set is fetched or drawn',
    )
    .addOption(styleOption())
    .option(
      '--input <shape>',
      'of a preset: height, width and channels that images are brought to (default: those of the data set)',
      imageShape,
    )
    .option(
      '--width <factor>',
      'of a preset: a factor on its filters, 0.25 makes a narrow net (default: 1)',
      number(z.number().gt(0).max(8)),
    )
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

/** Which images, beyond limits, and how they become an input. */
function addSelectionOptions(command: Command): Command {
  return command
    .option(
      '--val-split <amount>',
      'what is validated on: official, or so many training images held out, 5000 or 10%; the official split then gives one final test number',
      valSplit,
    )
    .option('--train-share <share>', 'share of the training images, of every class alike: 0.1 or 10%', share)
    .addOption(
      new Option(
        '--limit-mode <mode>',
        'which images limits take: the first, or of every class alike',
      ).choices(limitModes),
    )
    .option(
      '--classes <list>',
      'classes to tell apart, in the order of the outputs: cat,dog, or one made of several: pets=cat+dog,truck',
      classList,
    )
    .option('--split-seed <n>', 'seed of these draws, whatever --seed is', number(choice.seed.unwrap()))
    .addOption(
      new Option('--resize <method>', 'how images come to the size of the Input').choices(
        resizing.interpolation.unwrap().options,
      ),
    )
    .addOption(
      new Option('--fit <mode>', 'what becomes of the aspect ratio').choices(resizing.fit.unwrap().options),
    );
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
      new Option(
        '--precision <type>',
        'what convolutions and matrix products compute in; auto measures them on this device and takes the fastest',
      ).choices(precisionChoiceSchema.options),
    )
    .option(
      '--precise-batch-norm <batches>',
      'before each validation, re-estimate the moving mean and variance of BatchNorm from that many training batches (arXiv 2105.07576); none turns it off',
      numberOrNone(preciseBatchNormSchema.shape.batches.unwrap()),
    )
    .option(
      '--set <path=value>',
      'any other setting, such as schedule.warmup=500 or augmentation.flip=on; may be repeated',
      override,
    );
}

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
    if (value === undefined) return [];
    if (value !== 'none') return [{ path: settingPaths[flag], value }];
    // Without its statistics being re-estimated there are no batches.
    const path = flag === 'preciseBatchNorm' ? [flag] : settingPaths[flag];
    return [{ path, value: null }];
  });
  return [...named, ...augmentationOverrides(flags), ...(flags.set ?? [])];
}

/**
 * The recipe's settings with those that flags give in their stead.
 * @param images the data set, or how many training images it has, for recipes that count updates.
 * @throws Refusal for a setting that there is not or that has another range, and for images that cannot be chosen so.
 */
export function settingsOf(
  flags: TrainingFlags,
  seed: number,
  images?: number | SelectableSet,
): TrainingSettings {
  const recipe = recipeFor(flags.recipe);
  if (!recipe) throw new Error(`There is no recipe "${flags.recipe}".`);
  const { dataset, trainLimit = null, valLimit = null } = flags;
  const base = trainingSettingsSchema.parse({ dataset, trainLimit, valLimit, seed });
  const settings = withFlags(applyRecipe(recipe, base), flags);
  if (images === undefined || overridesOf(flags).some(({ path }) => path[0] === 'epochs')) return settings;
  const trained =
    typeof images === 'number'
      ? Math.min(images, settings.trainLimit ?? images)
      : planOf(images, settings).train.count;
  return { ...settings, epochs: epochsOf(recipe, settings.batchSize, trained) };
}
