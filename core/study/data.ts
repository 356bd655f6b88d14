/** The images of a training: which data set, which of its images, and how they become an input. */
import { z } from 'zod';
import { LONGEST_NAME, MOST_CLASSES } from '../basics/limits';
import { own } from '../basics/own-property';
import { slug } from '../basics/slug';
import { message, rule } from '../messages';
import { seedSchema } from './seed';
import { setting } from './setting/entry';

const LONGEST = 64;

/** Also the name of the data set's folder. */
export const datasetIdSchema = z
  .string()
  .max(LONGEST)
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,63}$/,
    'lower-case letters, digits, "-" and "_", at most 64, the first no sign',
  );

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

/** The id for a person's own set. */
export const datasetName = (id: string): string => own(catalogueNames, id) ?? id;

/** "My photos" -> "my-photos" */
export const plainId = (name: string): string => slug(name, LONGEST, 'pictures');

/** A set's name, and its id if that does not follow from the name. */
export const datasetTitle = (name: string, id: string): string =>
  Object.hasOwn(catalogueNames, id) || plainId(name) === id ? name : `${name} (${id})`;

/** A new class made of old ones, by their names. Classes that are not named are left out. */
export const classMergeSchema = z.object({
  name: z.string().min(1).max(LONGEST_NAME),
  of: z.array(z.string().min(1).max(LONGEST_NAME)).min(1).max(MOST_CLASSES),
});
export type ClassMerge = z.infer<typeof classMergeSchema>;

/**
 * Which images a run sees, before `trainLimit` and `valLimit`.
 * official: validates on the set's validation split, else on its test split, without a test number; else on a fifth of the
 * training images. held-out: validates on a seeded, stratified share of the training split; the official validation or test
 * split gives the final test number.
 */
export const selectionSchema = z.object({
  validation: setting(
    z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('official') }),
        z.object({
          kind: z.literal('held-out'),
          /** Below 1: a share; from 1: a number of images (like scikit-learn's `test_size`). */
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
  /** Share of the training images, stratified; beside or instead of `trainLimit`. */
  trainShare: setting(z.number().gt(0).max(1).default(1), {
    group: 'selection',
    flag: 'train-share',
    unit: 'share',
  }),
  /** How `trainLimit` and `valLimit` choose. */
  limit: setting(z.enum(['first', 'stratified']).default('first'), {
    group: 'selection',
    flag: 'limit-mode',
  }),
  /** The same for all seeds of a study, so that all runs see the same images. */
  seed: setting(seedSchema.default(1), { group: 'selection', flag: 'split-seed' }),
  /** In the order of the network's outputs; null: those of the set. */
  classes: setting(z.array(classMergeSchema).min(2).max(MOST_CLASSES).nullable().default(null), {
    group: 'selection',
    flag: 'classes',
  }),
});
export type Selection = z.infer<typeof selectionSchema>;

/** From a stored image to the network's input. Gray images are repeated for three channels; colored ones become gray (ITU-R BT.601). */
export const preprocessingSchema = z.object({
  /** bilinear: without antialiasing, like Keras's image_dataset_from_directory; bicubic: a = -0.5. */
  interpolation: setting(z.enum(['bilinear', 'bicubic', 'area']).default('bilinear'), {
    group: 'resizing',
    flag: 'resize',
    keras: 'Resizing(interpolation)',
  }),
  /** stretch: ignores the aspect ratio. fit: with black bars. crop: the middle. */
  fit: setting(z.enum(['stretch', 'fit', 'crop']).default('stretch'), {
    group: 'resizing',
    flag: 'fit',
  }),
});
export type Preprocessing = z.infer<typeof preprocessingSchema>;
