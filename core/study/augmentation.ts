/**
 * Augmentation, in this order: color jitter, random resized crop, flip, pad and crop, cutout, then mixup or cutmix over the
 * batch. Draws are a pure function of (seed, epoch, index of the example), for batches of (seed, step). Pixels are 0..1 before
 * normalization; the zeros of pad and crop and of cutout are zeros after it, as in the papers.
 */
import { z } from 'zod';
import { setting } from './setting/entry';

const jitter = () => setting(z.number().min(0).max(1).default(0.4), { group: 'augmentation', unit: 'share' });
/** Width over height. */
const ratio = (usual: number) => setting(z.number().gt(0).max(10).default(usual), { group: 'augmentation' });

export const augmentationSchema = z.object({
  /** Mirrored left to right with probability 1/2. */
  flip: setting(z.boolean().default(false), {
    group: 'augmentation',
    flag: 'flip',
    keras: 'RandomFlip("horizontal")',
  }),
  /** Pad with zeros, then crop at random to the old size; 0 is off. */
  padAndCrop: setting(z.number().int().min(0).max(256).default(0), {
    group: 'augmentation',
    flag: 'pad-and-crop',
    unit: 'pixels',
    switched: true,
    start: 4,
    source: 'He et al., 2015, section 4.2',
  }),
  /** A random part of the area, of a random aspect ratio, resized; null is off. */
  randomResizedCrop: setting(
    z
      .object({
        minScale: setting(z.number().gt(0).max(1).default(0.08), { group: 'augmentation', unit: 'share' }),
        maxScale: setting(z.number().gt(0).max(1).default(1), { group: 'augmentation', unit: 'share' }),
        minRatio: ratio(3 / 4),
        maxRatio: ratio(4 / 3),
      })
      .nullable()
      .default(null),
    {
      group: 'augmentation',
      flag: 'random-resized-crop',
      flagSets: ['minScale'],
      inPhrase: ['minScale'],
      source: 'Szegedy et al., 2015, section 6',
    },
  ),
  /** Factors drawn from [1 - x, 1 + x] for brightness, contrast and saturation, of RGB images; null is off. */
  colorJitter: setting(
    z.object({ brightness: jitter(), contrast: jitter(), saturation: jitter() }).nullable().default(null),
    {
      group: 'augmentation',
      flag: 'color-jitter',
      flagSets: ['brightness', 'contrast', 'saturation'],
    },
  ),
  /** Side of a square of zeros at a random position; 0 is off. */
  cutout: setting(z.number().int().min(0).max(1024).default(0), {
    group: 'augmentation',
    flag: 'cutout',
    unit: 'pixels',
    switched: true,
    start: 8,
    source: 'DeVries and Taylor, 2017',
  }),
  /** Beta(alpha, alpha) mixes two images and their labels; 0 is off. */
  mixup: setting(z.number().min(0).max(10).default(0), {
    group: 'augmentation',
    flag: 'mixup',
    switched: true,
    start: 0.2,
    source: 'Zhang et al., 2018',
  }),
  /**
   * Beta(alpha, alpha) gives the area pasted from another image; 0 is off. With mixup, each batch gets one of the two
   * at random.
   */
  cutmix: setting(z.number().min(0).max(10).default(0), {
    group: 'augmentation',
    flag: 'cutmix',
    switched: true,
    start: 1,
    source: 'Yun et al., 2019',
  }),
});
export type Augmentation = z.infer<typeof augmentationSchema>;

/**
 * none: 0..1. per-channel: (x - mean) / deviation. per-pixel-mean: x - mean image (He et al., section 4.2). The statistics are
 * those of the training images that the run sees.
 */
export const normalizationSchema = z.enum(['none', 'per-channel', 'per-pixel-mean']);
export type Normalization = z.infer<typeof normalizationSchema>;
