/** What the input pipeline makes of images, step by step: "show as the network sees it". */

import { z } from 'zod';
import { textSchema } from '../messages';
import { datasetIdSchema } from '../study/data';
import { trainingSettingsSchema } from '../study/settings';

const size = z.number().int().positive();

export const pipelinePreviewRequestSchema = z.object({
  id: datasetIdSchema,
  split: z.enum(['train', 'val', 'test']),
  /** Positions in the split as it is on disk, as `datasets.examples` gives them. */
  indices: z.array(z.number().int().nonnegative()).min(1).max(24),
  settings: trainingSettingsSchema,
  /** [height, width, channels] of the network's Input. */
  inputShape: z.tuple([size, size, size]),
  /** Counted from 1, as in training: augmentation draws by (settings.seed, epoch, image). */
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

export const previewStepSchema = z.object({
  name: z.enum(['decode', 'resize', 'augment', 'normalize']),
  /** What the step does with these settings: "bilinear, stretched to 224 x 224". */
  words: textSchema,
  /** One for each index, in their order. */
  images: z.array(previewImageSchema),
  /** For normalized values: what black and white mean in `images`. */
  range: z.tuple([z.number(), z.number()]).optional(),
});
export type PreviewStep = z.infer<typeof previewStepSchema>;

/** Steps in the order in which they are done. Validation and test images are not augmented: that step says so. */
export const pipelinePreviewSchema = z.object({ steps: z.array(previewStepSchema) });
export type PipelinePreview = z.infer<typeof pipelinePreviewSchema>;
