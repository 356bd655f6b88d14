/** Images after each step of the input pipeline. */
import { z } from 'zod';
import { textSchema } from '../messages';
import { pixelValuesSchema } from '../ops/pixels';
import { datasetIdSchema } from '../study/data';
import { trainingSettingsSchema } from '../study/settings';

const size = z.number().int().positive();

export const pipelinePreviewRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  /** As `datasets.examples` gives them. */
  indices: z.array(z.number().int().nonnegative()).min(1).max(24),
  settings: trainingSettingsSchema,
  /** [height, width, channels] of the network's input. */
  inputShape: z.tuple([size, size, size]),
  /** What the network's Input makes of pixels, in place of a normalization. Default: 0-1. */
  pixels: pixelValuesSchema.optional(),
  /** 1-based: augmentation draws by (settings.seed, epoch, image). */
  epoch: z.number().int().min(1).default(1),
});
export type PipelinePreviewRequest = z.infer<typeof pipelinePreviewRequestSchema>;

export const previewImageSchema = z.object({
  height: size,
  width: size,
  channels: z.union([z.literal(1), z.literal(3)]),
  /** height x width x channels bytes, base64. */
  pixels: z.string(),
});
export type PreviewImage = z.infer<typeof previewImageSchema>;

const previewStepSchema = z.object({
  name: z.enum(['decode', 'resize', 'augment', 'normalize']),
  /** "bilinear, stretched to 224 x 224". */
  words: textSchema,
  images: z.array(previewImageSchema),
  /** The values that are black and white in `images`, if normalized. */
  range: z.tuple([z.number(), z.number()]).optional(),
});
export type PreviewStep = z.infer<typeof previewStepSchema>;

/** In order. Validation and test images are not augmented: that step says so. */
export const pipelinePreviewSchema = z.object({ steps: z.array(previewStepSchema) });
export type PipelinePreview = z.infer<typeof pipelinePreviewSchema>;
