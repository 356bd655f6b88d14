/** Licenses of what Skipwire is made with. */
import { z } from 'zod';

export const licenseSchema = z.object({
  /** Name of the package. */
  name: z.string(),
  version: z.string(),
  /** "MIT", as the package itself puts it. */
  license: z.string(),
  /** Where its source is. */
  source: z.string().optional(),
  /** In full. */
  text: z.string(),
});
export type License = z.infer<typeof licenseSchema>;
