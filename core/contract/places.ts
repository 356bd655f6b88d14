/** Where runs train, as text (main/executors/where.ts). */
import { z } from 'zod';
import { LONGEST_PATH } from '../basics/limits';

/** `local`, `ssh:HOST`, ... */
export const placeSchema = z.string().min(1).max(LONGEST_PATH);

export const MOST_PLACES = 100;
/** They share the runs. */
export const placesSchema = z.array(placeSchema).min(1).max(MOST_PLACES);

export const knownPlaceSchema = z.object({
  place: placeSchema,
  /** This machine; a host that ~/.ssh/config names; the Slurm of this machine; one that was used before. */
  from: z.enum(['here', 'ssh', 'slurm', 'before']),
});
export type KnownPlace = z.infer<typeof knownPlaceSchema>;

/** What is at a place. */
export const checkedPlaceSchema = z.object({
  place: placeSchema,
  /** Runs at once. */
  slots: z.number().int(),
  /** Bytes on the disk of its folder; absent if unknown. */
  free: z.number().optional(),
  /** TensorFlow is there. Otherwise it is installed before the first run. */
  installed: z.boolean(),
});
export type CheckedPlace = z.infer<typeof checkedPlaceSchema>;
