/** What the window asks of an export, and what becomes of it. */
import { z } from 'zod';
import { LONGEST_PATH } from '../basics/limits';
import { messageSchema } from '../messages';
import { exportCheckSchema } from '../study/export-check';
import { exportFormatSchema, exportOptionsSchema } from '../study/export-format';
import { inferenceSchema, inputRangeSchema } from '../study/inference';
import { progressSchema } from './engine';
import { askedNetworkSchema } from './predict';
import { remedySchema } from './remedy';

/** That the window shows a graph's code in. */
export const frameworkSchema = z.enum(['keras', 'pytorch']);
export type Framework = z.infer<typeof frameworkSchema>;

const ofFormat = { format: exportFormatSchema };

export const exportRequestSchema = z.object({
  of: askedNetworkSchema,
  tasks: z
    .array(
      z.object({
        ...ofFormat,
        options: exportOptionsSchema.optional(),
        /** Default: named after the run or model, in `exportFolder`. */
        path: z.string().min(1).max(LONGEST_PATH).optional(),
      }),
    )
    .min(1)
    .max(exportFormatSchema.options.length),
  /** Default `0-1`. */
  inputRange: inputRangeSchema.optional(),
  /** Batch normalization becomes a part of the layers before it. */
  foldBatchNorm: z.boolean().optional(),
  /** Replace an earlier export at `path`, but no other files. */
  replace: z.boolean().optional(),
  /** Read each back and compare. */
  check: z.boolean().optional(),
});

const exportedSchema = z.object({
  /** Absolute. */
  path: z.string(),
  bytes: z.number().int(),
  remarks: z.array(messageSchema),
  inference: inferenceSchema,
  /** Where one was asked for. */
  check: exportCheckSchema.optional(),
});
export type Exported = z.infer<typeof exportedSchema>;

export const exportEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('writing'), ...ofFormat }),
  /** Whole and on the disk. */
  exportedSchema.extend({ type: z.literal('checking'), ...ofFormat }),
  exportedSchema.extend({ type: z.literal('exported'), ...ofFormat }),
  /** Export continues with the next format. */
  z.object({ type: z.literal('failed'), ...ofFormat, said: messageSchema, remedy: remedySchema.optional() }),
]);
export type ExportEvent = z.infer<typeof exportEventSchema>;

export const downloadEventSchema = z.discriminatedUnion('type', [
  /** The browser can fetch it at `url` once. */
  z.object({ type: z.literal('ready'), url: z.string(), name: z.string(), bytes: z.number().int() }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
]);
export type DownloadEvent = z.infer<typeof downloadEventSchema>;
