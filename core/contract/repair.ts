/** What a repair of a run found and did. */
import { z } from 'zod';
import { textSchema } from '../messages';

export const repairReportSchema = z.object({
  /** A sentence for each fault. */
  found: z.array(textSchema),
  /** A sentence for each change. */
  done: z.array(textSchema),
  /** Folder inside the run's folder with the original files, if any was changed. */
  kept: z.string().optional(),
  /** Where the run continues: whole epochs and updates. */
  from: z.object({ epoch: z.number().int(), step: z.number().int() }),
});
export type RepairReport = z.infer<typeof repairReportSchema>;
