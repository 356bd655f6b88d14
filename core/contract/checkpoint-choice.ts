import { z } from 'zod';

/** The newest, or that of the best epoch by `settings.checkpoints.best`. */
export const checkpointChoiceSchema = z.enum(['last', 'best']);
export type CheckpointChoice = z.infer<typeof checkpointChoiceSchema>;
