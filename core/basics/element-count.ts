/** How many values an array of this shape has. */
export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);
