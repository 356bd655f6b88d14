/** Licenses of the packages in Skipwire. */
import { z } from 'zod';

export const licenseSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** "MIT", as the package says. */
  license: z.string(),
  source: z.string().optional(),
  text: z.string(),
});
export type License = z.infer<typeof licenseSchema>;
