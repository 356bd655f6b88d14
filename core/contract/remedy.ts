/** A way to fix a refusal in one step: a button in the window, a flag in the terminal. */
import { z } from 'zod';
import { textSchema } from '../messages';

export const remedySchema = z.object({
  /**
   * repair: repairs the files of a run, then tries again what was refused. deleteForGood: deletes a run that cannot be moved
   * to the bin.
   */
  type: z.enum(['repair', 'deleteForGood']),
  runId: z.string(),
  label: textSchema,
});
export type Remedy = z.infer<typeof remedySchema>;
