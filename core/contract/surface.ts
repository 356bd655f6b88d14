/** Loss surfaces of trained runs. */
import { z } from 'zod';
import { surfaceSchema, surfaceSettingsSchema } from '../surface/surface';
import { progressSchema } from './engine';
import { predictorSchema } from './predict';

/** An arm and its twin, for example. */
export const MOST_SURFACES = 4;

export const surfaceRequestSchema = z.object({
  /** All on the same images, so they must have been trained on the same. */
  of: z.array(predictorSchema).min(1).max(MOST_SURFACES),
  settings: surfaceSettingsSchema,
});
export type SurfaceRequest = z.infer<typeof surfaceRequestSchema>;

/** Networks are numbered as in the request. */
export const surfaceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  /** What was computed before. */
  z.object({ type: z.literal('surface'), network: z.number().int(), surface: surfaceSchema }),
  z.object({
    type: z.literal('point'),
    network: z.number().int(),
    index: z.number().int(),
    loss: z.union([z.number(), z.literal('overflow')]),
    accuracy: z.number(),
  }),
]);
export type SurfaceEvent = z.infer<typeof surfaceEventSchema>;
