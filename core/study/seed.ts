/** The range of every seed; TensorFlow takes int32. */
import { z } from 'zod';

export const SEED_RANGE = { min: 0, max: 2_147_483_647 } as const;

export const seedSchema = z.number().int().min(SEED_RANGE.min).max(SEED_RANGE.max);
