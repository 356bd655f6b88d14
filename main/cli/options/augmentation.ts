/** The options of augmentation and normalization, and the settings that they change. */
import { type Command, Option } from 'commander';
import { augmentationSchema, normalizationSchema } from '../../../core/study/augmentation';
import type { Override } from './overrides';
import { number, numberOrNone } from './values';

export interface AugmentationFlags {
  flip?: boolean;
  padAndCrop?: number;
  /** true: with its defaults; a number: the smallest share of the area. */
  randomResizedCrop?: true | number | 'none';
  /** true: with its defaults; a number: of brightness, contrast and saturation alike. */
  colorJitter?: true | number | 'none';
  cutout?: number;
  mixup?: number;
  cutmix?: number;
  normalization?: string;
}

const fields = augmentationSchema.shape;
const crop = fields.randomResizedCrop.unwrap().unwrap().shape;
const jitter = fields.colorJitter.unwrap().unwrap().shape;

/** Limits are those of the settings' schema. */
export function addAugmentationOptions(command: Command): Command {
  return command
    .option('--flip', 'mirror half of the training images, left to right')
    .option('--no-flip', 'mirror none, whatever the recipe says')
    .option(
      '--pad-and-crop <pixels>',
      'zeros on each side, then a random crop of the old size; 0 is off',
      number(fields.padAndCrop.unwrap()),
    )
    .option(
      '--random-resized-crop [min-scale]',
      'a random part of the area, at least this share, resized; or none',
      numberOrNone(crop.minScale.unwrap()),
    )
    .option(
      '--color-jitter [amount]',
      'change brightness, contrast and saturation by up to this share; or none',
      numberOrNone(jitter.brightness.unwrap()),
    )
    .option('--cutout <pixels>', 'side of a square set to zero; 0 is off', number(fields.cutout.unwrap()))
    .option(
      '--mixup <alpha>',
      'mix pairs of images by Beta(alpha, alpha); 0 is off',
      number(fields.mixup.unwrap()),
    )
    .option(
      '--cutmix <alpha>',
      'paste boxes between images, areas by Beta(alpha, alpha); 0 is off',
      number(fields.cutmix.unwrap()),
    )
    .addOption(
      new Option('--normalization <kind>', 'what is subtracted from images, and divided by').choices(
        normalizationSchema.options,
      ),
    );
}

export function augmentationOverrides(flags: AugmentationFlags): Override[] {
  const { randomResizedCrop: area, colorJitter: amount, normalization } = flags;
  const jitterOf = (share: number) => ({ brightness: share, contrast: share, saturation: share });
  const values: Record<string, unknown> = {
    flip: flags.flip,
    padAndCrop: flags.padAndCrop,
    randomResizedCrop: switched(area, (minScale) => ({ minScale })),
    colorJitter: switched(amount, jitterOf),
    cutout: flags.cutout,
    mixup: flags.mixup,
    cutmix: flags.cutmix,
  };
  const overrides = Object.entries(values).map(([name, value]) => ({ path: ['augmentation', name], value }));
  return [...overrides, { path: ['normalization'], value: normalization }].filter(
    ({ value }) => value !== undefined,
  );
}

function switched<Settings>(
  value: true | number | 'none' | undefined,
  settings: (value: number) => Settings,
): Settings | Record<string, never> | null | undefined {
  if (value === undefined) return undefined;
  if (value === 'none') return null;
  return value === true ? {} : settings(value);
}
