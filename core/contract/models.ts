/** Imported models: networks with weights to start training from. They are used like presets. */
import { z } from 'zod';
import { LONGEST_FILE_NAME, LONGEST_NAME } from '../basics/limits';
import { importFormatSchema } from '../study/import-report';

export const modelIdSchema = z.string().min(1).max(LONGEST_FILE_NAME);

export const modelInfoSchema = z.object({
  format: z.literal('skipwire.model'),
  version: z.literal(1),
  /** Name of its folder; commands use it. */
  id: modelIdSchema,
  /** Shown to people. */
  name: z.string().min(1).max(LONGEST_NAME),
  /** The file that it was imported from, without its folder. */
  source: z.string().max(LONGEST_NAME),
  sourceFormat: importFormatSchema,
  importedAt: z.iso.datetime(),
  totalParams: z.number().int(),
  trainableParams: z.number().int(),
  hasWeights: z.boolean(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;
