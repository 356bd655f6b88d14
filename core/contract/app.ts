import { z } from 'zod';

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['browser', 'electron']),
  platform: z.string(),
  /** Everything that a person would miss. */
  dataFolder: z.string(),
  /** Where exports go by default. */
  exportFolder: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;
