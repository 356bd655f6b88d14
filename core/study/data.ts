/** What a person chooses about the images of a training: which set, which of its images, and how they become an input. */

import { z } from 'zod';
import { LONGEST_NAME, MOST_CLASSES } from '../basics/limits';
import { message, rule } from '../messages';
import { seedSchema } from './seed';
import { setting } from './setting/entry';

/** Longest id of a data set. */
const LONGEST = 64;

/** The folder's name of a data set: one of the catalogue's, or made from the name of a person's own. */
export const datasetIdSchema = z
  .string()
  .max(LONGEST)
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,63}$/,
    'lower-case letters, digits, "-" and "_", at most 64, the first no sign',
  );

/** What people call the sets of the catalogue. */
export const catalogueNames: Readonly<Record<string, string>> = {
  cifar10: 'CIFAR-10',
  cifar100: 'CIFAR-100',
  mnist: 'MNIST',
  fashion_mnist: 'Fashion-MNIST',
  kmnist: 'KMNIST',
  cats_vs_dogs: 'Cats vs. dogs',
  tf_flowers: 'Flowers',
  imagenette: 'Imagenette',
  imagewoof: 'Imagewoof',
  shapes: 'Shapes',
};

/** The name of a data set; of a person's own the id, which was made from its name. */
export const datasetName = (id: string): string =>
  Object.hasOwn(catalogueNames, id) ? catalogueNames[id]! : id;

/** The id that a name makes: "My photos" -> "my-photos". Another set of the name gets a number behind it. */
export const plainId = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '') || 'pictures';

/** A set's name, and where its id is not what the name makes, as of a second one of the name, the id as well. */
export const datasetTitle = (name: string, id: string): string =>
  Object.hasOwn(catalogueNames, id) || plainId(name) === id ? name : `${name} (${id})`;

/** A new class made of old ones, by their names. One of itself alone keeps it; what no class names is left out. */
export const classMergeSchema = z.object({
  name: z.string().min(1).max(LONGEST_NAME),
  of: z.array(z.string().min(1).max(LONGEST_NAME)).min(1).max(MOST_CLASSES),
});
export type ClassMerge = z.infer<typeof classMergeSchema>;

/**
 * Which images a run sees. `trainLimit` and `valLimit` count after this.
 *
 * official: validates on the set's validation split, or on its test split where it has no other (there is no test number
 * then); a set without either has a fifth of its training images held out.
 * held-out: a seeded share of the training split, of every class alike, is validated on; the official validation or
 * test split is kept for one final test number.
 */
export const selectionSchema = z.object({
  validation: setting(
    z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('official') }),
        z.object({
          kind: z.literal('held-out'),
          /** Below 1: a share of the training split; from 1 on: a number of images (as scikit-learn's `test_size`). */
          amount: setting(
            z
              .number()
              .positive()
              .refine(
                (amount) => amount < 1 || Number.isSafeInteger(amount),
                rule(message('settings.rules.heldOut')),
              )
              .default(0.1),
            { group: 'selection' },
          ),
        }),
      ])
      .default({ kind: 'official' }),
    { group: 'selection', flag: 'val-split' },
  ),
  /** Share of the training images that is trained on, of every class alike, beside or instead of `trainLimit`. */
  trainShare: setting(z.number().gt(0).max(1).default(1), {
    group: 'selection',
    flag: 'train-share',
    unit: 'share',
  }),
  /** How `trainLimit` and `valLimit` choose: the first ones, or a seeded draw with every class alike. */
  limit: setting(z.enum(['first', 'stratified']).default('first'), {
    group: 'selection',
    flag: 'limit-mode',
  }),
  /** Seed of the draws above: the same for all seeds of a study, so that all arms see the same images. */
  seed: setting(seedSchema.default(1), { group: 'selection', flag: 'split-seed' }),
  /** Classes that the network tells apart, in the order of its outputs; null: those of the set. */
  classes: setting(z.array(classMergeSchema).min(2).max(MOST_CLASSES).nullable().default(null), {
    group: 'selection',
    flag: 'classes',
  }),
});
export type Selection = z.infer<typeof selectionSchema>;

/**
 * From a stored image to the height, width and channels of the network's Input. Gray images are repeated where the
 * network wants three channels; colored ones become gray (ITU-R BT.601) where it wants one.
 */
export const preprocessingSchema = z.object({
  /** bilinear: without antialiasing, as Keras' image_dataset_from_directory; bicubic: a = -0.5; area: the mean of what a pixel covers. */
  interpolation: setting(z.enum(['bilinear', 'bicubic', 'area']).default('bilinear'), {
    group: 'resizing',
    flag: 'resize',
    keras: 'Resizing(interpolation)',
  }),
  /** stretch: whatever the aspect ratio. fit: all of it, black bars beside. crop: the middle, the shorter side filled. */
  fit: setting(z.enum(['stretch', 'fit', 'crop']).default('stretch'), {
    group: 'resizing',
    flag: 'fit',
  }),
});
export type Preprocessing = z.infer<typeof preprocessingSchema>;
