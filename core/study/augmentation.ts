/**
 * What is done to training images on their way into the network, in this order: color jitter, random resized crop,
 * mirror, pad and crop, cutout, then mixup or cutmix over the batch. Each image changes by draws that are a pure function
 * of (seed, epoch, index of the example), each batch by draws of (seed, step). Pixels are 0..1 floats before
 * normalization; the zeros of pad and crop and of cutout are zeros after it (the mean, so to speak), as in the papers.
 */
import { z } from 'zod';

export const augmentationSchema = z.object({
  /** Mirrored left to right with probability 1/2. */
  flip: z.boolean().default(false),
  /** Zeros all round, then a random crop of the old size (He et al., section 4.2: 4); 0 is off. */
  padAndCrop: z.number().int().min(0).max(256).default(0),
  /** A random part of the area, of a random aspect ratio, resized (Szegedy et al., 2015); null is off. */
  randomResizedCrop: z
    .object({
      minScale: z.number().gt(0).max(1).default(0.08),
      maxScale: z.number().gt(0).max(1).default(1),
      minRatio: z
        .number()
        .gt(0)
        .max(10)
        .default(3 / 4),
      maxRatio: z
        .number()
        .gt(0)
        .max(10)
        .default(4 / 3),
    })
    .nullable()
    .default(null),
  /** Factors drawn from [1 - x, 1 + x] for brightness, contrast and saturation, of RGB images; null is off. */
  colorJitter: z
    .object({
      brightness: z.number().min(0).max(1).default(0.4),
      contrast: z.number().min(0).max(1).default(0.4),
      saturation: z.number().min(0).max(1).default(0.4),
    })
    .nullable()
    .default(null),
  /** Side of a square set to 0 at a random place (DeVries and Taylor, 2017); 0 is off. */
  cutout: z.number().int().min(0).max(1024).default(0),
  /** Beta(alpha, alpha) mixes two images and their labels (Zhang et al., 2018); 0 is off. */
  mixup: z.number().min(0).max(10).default(0),
  /** Beta(alpha, alpha) gives the area pasted from another image (Yun et al., 2019); 0 is off. With mixup, one of both at even odds for each batch. */
  cutmix: z.number().min(0).max(10).default(0),
});
export type Augmentation = z.infer<typeof augmentationSchema>;

/**
 * none: 0..1. per-channel: (x - mean) / deviation of the training images. per-pixel-mean: x - mean image of the
 * training images (He et al., section 4.2). The statistics are computed from the training images that the run sees.
 */
export const normalizationSchema = z.enum(['none', 'per-channel', 'per-pixel-mean']);
export type Normalization = z.infer<typeof normalizationSchema>;
