/** How to prepare a picture for a trained network, and what its outputs mean. Part of every export. */
import { z } from 'zod';
import { joinSome, t } from '../messages';
import { normalizationSchema } from './augmentation';
import { preprocessingSchema } from './data';

export const inputRangeSchema = z.enum(['0-1', '0-255']);
export type InputRange = z.infer<typeof inputRangeSchema>;

export const inferenceSchema = z.object({
  input: z.object({
    /** Height, width, channels, whatever the layout. */
    shape: z.array(z.number().int().positive()).length(3),
    /** uint8: pixels, which the model scales. */
    dtype: z.enum(['float32', 'uint8']),
    /** Absent: NHWC. */
    layout: z.enum(['NHWC', 'NCHW']).optional(),
    /** The fixed batch size of the model; absent: any. */
    batch: z.number().int().positive().optional(),
    range: z.tuple([z.literal(0), z.union([z.literal(1), z.literal(255)])]),
    channels: z.enum(['RGB', 'gray', 'other']),
  }),
  /** From a decoded picture, uint8 RGB, to `input.shape`; rounded to whole levels before scaling. */
  resize: preprocessingSchema.extend({ antialias: z.literal(false) }),
  /** For further training; the model normalizes with statistics of the training images in 0..1. */
  normalization: z.object({
    kind: normalizationSchema,
    insideModel: z.literal(true),
    /** With `per-channel`. */
    mean: z.array(z.number()).optional(),
    deviation: z.array(z.number()).optional(),
  }),
  /** Names of the outputs; null if not recorded. */
  classes: z.array(z.string()).nullable(),
});
export type Inference = z.infer<typeof inferenceSchema>;

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
      t('export.inference.axes'),
      t('export.inference.layout', { layout: input.layout ?? 'NHWC', batch: input.batch ?? 0 }),
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
        : t('export.inference.classList', { count: classes.length, names: joinSome(classes, 10) }),
    ],
  ];
}
