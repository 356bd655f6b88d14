/** The range of every seed; TensorFlow takes int32. */
import { z } from 'zod';
import { MOST_RUNS } from '../basics/limits';

export const SEED_RANGE = { min: 0, max: 2_147_483_647 } as const;

export const seedSchema = z.number().int().min(SEED_RANGE.min).max(SEED_RANGE.max);

/** "1-3" and "1..3" as "1,2,3". What is no rising range stays, for whoever reads the list to refuse. */
export const withRangesWritten = (typed: string): string =>
  typed.replace(/(?<![\d.])(\d+)\s*(?:[-–]|\.\.)\s*(\d+)(?![\d.])/g, (range, first, last) => {
    const count = Number(last) - Number(first) + 1;
    if (!(count > 0 && count <= MOST_RUNS)) return range;
    return Array.from({ length: count }, (_none, index) => Number(first) + index).join(',');
  });
