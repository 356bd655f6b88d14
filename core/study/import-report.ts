/** What an import did with a model, layer by layer. Stored beside the model and shown after the import. */
import { z } from 'zod';
import { LONGEST_NAME, MOST_PARTS } from '../basics/limits';
import { messageSchema } from '../messages';
import { pixelValuesSchema } from '../ops/pixels';

/** Formats that can be imported. */
export const importFormatSchema = z.enum([
  'keras',
  'keras-h5',
  'keras-json',
  'tfjs',
  'onnx',
  'safetensors',
  'skipwire',
]);
export type ImportFormat = z.infer<typeof importFormatSchema>;

/**
 * understood: it became an equivalent layer. folded: it was merged into another layer, or had no effect. approximated:
 * close, but not the same. refused: Skipwire has no such layer, and a gray one takes its place.
 */
export const importOutcomeSchema = z.enum(['understood', 'folded', 'approximated', 'refused']);
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

const importEntrySchema = z.object({
  outcome: importOutcomeSchema,
  /** The layer's name in the file. */
  layer: z.string().max(LONGEST_NAME),
  /** Its class or operator in the file. */
  type: z.string().max(LONGEST_NAME),
  /** Why, and what happened to it. Absent if it was understood. */
  reason: messageSchema.optional(),
});
export type ImportEntry = z.infer<typeof importEntrySchema>;

/** What the network takes for pixels, and how that is known. */
const reportedPixelsSchema = z.object({ values: pixelValuesSchema, why: messageSchema });
export type ReportedPixels = z.infer<typeof reportedPixelsSchema>;

export const importReportSchema = z.object({
  format: importFormatSchema,
  /** Name of the file. */
  source: z.string().max(LONGEST_NAME),
  totalParams: z.number().int(),
  trainableParams: z.number().int(),
  /** False if the file has only the structure: training starts with random weights. */
  hasWeights: z.boolean(),
  /** Absent in reports of older versions, which fed all networks pixels from 0 to 1. */
  pixels: reportedPixelsSchema.optional(),
  entries: z.array(importEntrySchema).max(MOST_PARTS),
  /** Remarks on the model as a whole. */
  remarks: z.array(messageSchema).max(MOST_PARTS),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const countEntries = ({ entries }: Pick<ImportReport, 'entries'>, outcome: ImportOutcome): number =>
  entries.filter((entry) => entry.outcome === outcome).length;
