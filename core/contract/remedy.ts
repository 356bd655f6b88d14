/** What can be done about a refusal in one step: the window has a button for it, the terminal names the flag. */
import { z } from 'zod';
import { textSchema } from '../messages';

export const remedySchema = z.object({
  /**
   * `repair` puts the files of a run right, the originals aside; then what was refused is tried again. `deleteForGood`
   * deletes a run that cannot be moved to the bin.
   */
  type: z.enum(['repair', 'deleteForGood']),
  runId: z.string(),
  /** The text of the button: "Go on from epoch 4". */
  label: textSchema,
});
export type Remedy = z.infer<typeof remedySchema>;
