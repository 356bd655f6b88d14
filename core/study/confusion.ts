/** A confusion matrix, and what it says. */
import { z } from 'zod';

const whole = z.number().int().nonnegative();

/**
 * Of validation images; the counts above 0 alone, as a matrix of a thousand classes is nearly empty: true class,
 * predicted class, images.
 */
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

/** By [true class][predicted class]. */
export function denseConfusion({ classes, counts }: SparseConfusion): number[][] {
  const rows = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [truth, predicted, count] of counts) {
    const row = rows[truth];
    if (row && predicted < classes) row[predicted] = count;
  }
  return rows;
}

/**
 * Share of each class's images that were told right (recall), 0..1; undefined for a class without images.
 * @param confusion counts by [true class][predicted class]
 * @throws RangeError when it is not square
 */
export function perClassAccuracy(confusion: readonly (readonly number[])[]): (number | undefined)[] {
  return confusion.map((row, label) => {
    if (row.length !== confusion.length) {
      throw new RangeError(
        `A confusion matrix has as many columns as rows. Received: ${row.length} columns in row ${label} of ${confusion.length}.`,
      );
    }
    const images = row.reduce((sum, count) => sum + count, 0);
    return images === 0 ? undefined : (row[label] as number) / images;
  });
}
