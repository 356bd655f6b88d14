/** The one range of every seed: of a run, a study, a selection and generated images. TensorFlow takes them as int32. */
import { z } from 'zod';
import { formatCount } from '../format/number';

export const SEED_RANGE = { min: 0, max: 2_147_483_647 } as const;

/** "a whole number from 0 to 2,147,483,647", and of several. */
const range = `from ${SEED_RANGE.min} to ${formatCount(SEED_RANGE.max)}`;
export const SEED_RULE = `must be a whole number ${range}`;
export const SEEDS_RULE = `must be whole numbers ${range}`;

export const seedSchema = z
  .number({ error: SEED_RULE })
  .refine((seed) => Number.isInteger(seed) && seed >= SEED_RANGE.min && seed <= SEED_RANGE.max, {
    error: SEED_RULE,
  });
