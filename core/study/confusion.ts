/** A confusion matrix, as it is stored and as it is read. */
import { z } from 'zod';

const whole = z.number().int().nonnegative();

/** Validation images: true class, predicted class, count. Zeros are left out. */
export const confusionSchema = z.object({
  classes: z.number().int().positive(),
  counts: z.array(z.tuple([whole, whole, whole])),
});
export type SparseConfusion = z.infer<typeof confusionSchema>;

/** @param counts row-major, [true class][predicted class]. */
export function sparseConfusion(counts: ArrayLike<number>): SparseConfusion {
  const classes = Math.sqrt(counts.length);
  const above: SparseConfusion['counts'] = [];
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index] as number;
    if (count > 0) above.push([Math.floor(index / classes), index % classes, count]);
  }
  return { classes, counts: above };
}

/** [true class][predicted class] */
export function denseConfusion({ classes, counts }: SparseConfusion): number[][] {
  const rows = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [truth, predicted, count] of counts) {
    const row = rows[truth];
    if (row && predicted < classes) row[predicted] = count;
  }
  return rows;
}
