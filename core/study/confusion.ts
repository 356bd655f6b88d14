/** What a confusion matrix says. */

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
