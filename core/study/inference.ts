/** How to prepare a picture for a trained network, and what its outputs mean. Part of every export. */

import { z } from 'zod';
import { joinSome, t } from '../messages';
import { normalizationSchema } from './augmentation';
import { preprocessingSchema } from './data';

/** What the values of an exported model's images range over: 0..1, or pixels as they are, which the model scales itself. */
export const inputRangeSchema = z.enum(['0-1', '0-255']);
export type InputRange = z.infer<typeof inputRangeSchema>;

export const inferenceSchema = z.object({
  input: z.object({
    /** Height, width, channels. */
    shape: z.array(z.number().int().positive()).length(3),
    dtype: z.literal('float32'),
    /** Least and largest value of a pixel. */
    range: z.tuple([z.literal(0), z.union([z.literal(1), z.literal(255)])]),
    channels: z.enum(['RGB', 'gray', 'other']),
  }),
  /** From a decoded picture, uint8 in RGB, to `input.shape`; rounded to whole levels before it is scaled. */
  resize: preprocessingSchema.extend({ antialias: z.literal(false) }),
  /** Computed inside the model, from statistics of the training images in 0..1; for who trains on. */
  normalization: z.object({
    kind: normalizationSchema,
    insideModel: z.literal(true),
    /** For each channel; with `per-channel`. */
    mean: z.array(z.number()).optional(),
    deviation: z.array(z.number()).optional(),
  }),
  /** Names of the outputs, in their order; null for runs that did not record them. */
  classes: z.array(z.string()).nullable(),
});
export type Inference = z.infer<typeof inferenceSchema>;

/** Class names that are listed. */
const MOST_NAMES = 10;

/** For the CLI and the window: a label and what it says. */
export function describeInference({ input, resize, normalization, classes }: Inference): [string, string][] {
  const [height, width, channels] = input.shape;
  const normalized = {
    none: t('export.inference.normalizationNone'),
    'per-channel': t('export.inference.normalizationPerChannel'),
    'per-pixel-mean': t('export.inference.normalizationPerPixel'),
  }[normalization.kind];
  const { interpolation, fit } = resize;
  return [
    [
      t('export.inference.input'),
      t('export.inference.inputShape', {
        ...{ dtype: input.dtype, shape: `${height}×${width}×${channels}`, channels: input.channels },
      }),
    ],
    [
      t('export.inference.values'),
      t(input.range[1] === 1 ? 'export.inference.values01' : 'export.inference.values0255'),
    ],
    [
      t('export.inference.resizing'),
      t('export.inference.resizingTo', { interpolation, fit, size: `${height}×${width}` }),
    ],
    [t('export.inference.normalization'), normalized],
    [
      t('export.inference.classes'),
      classes === null
        ? t('export.inference.classesUnknown')
        : t('export.inference.classList', { count: classes.length, names: joinSome(classes, MOST_NAMES) }),
    ],
  ];
}
