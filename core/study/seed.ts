/** The one range of every seed: of a run, a study, a selection and generated images. TensorFlow takes them as int32. */
import { z } from 'zod';

export const SEED_RANGE = { min: 0, max: 2_147_483_647 } as const;

export const seedSchema = z.number().int().min(SEED_RANGE.min).max(SEED_RANGE.max);
