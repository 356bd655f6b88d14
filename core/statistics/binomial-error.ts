/**
 * The standard error of an accuracy that comes from the choice of the images alone: sqrt(p (1 - p) / n). Other images of the same kind
 * would give an accuracy within one of these in about two of three cases.
 * @param accuracy 0..1, as is the result
 */
export const binomialError = (accuracy: number, images: number): number =>
  Math.sqrt((accuracy * (1 - accuracy)) / images);
