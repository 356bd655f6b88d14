/** The bin: deleted runs, documents, imported models and studies, which can be restored for a while. */
import { z } from 'zod';
import { LONGEST_FILE_NAME } from '../basics/limits';

/** What is in the bin already keeps the date that was set when it was deleted (`until`). */
export const BIN_DAYS = 30;

const binKindSchema = z.enum(['run', 'document', 'model', 'study']);
export type BinKind = z.infer<typeof binKindSchema>;

export const binIdSchema = z.string().min(1).max(LONGEST_FILE_NAME);

export const binEntrySchema = z.object({
  id: binIdSchema,
  kind: binKindSchema,
  /** "ResNet-20, seed 1". */
  label: z.string(),
  /** Absolute path. */
  from: z.string(),
  deletedAt: z.iso.datetime(),
  until: z.iso.datetime(),
  bytes: z.number().int().nonnegative(),
});
export type BinEntry = z.infer<typeof binEntrySchema>;

export const DAY_MS = 86_400_000;

/** At least 0. */
export const daysLeft = ({ until }: Pick<BinEntry, 'until'>, now: Date): number =>
  Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / DAY_MS));

export const untilOf = (deletedAt: Date): Date => new Date(deletedAt.getTime() + BIN_DAYS * DAY_MS);
