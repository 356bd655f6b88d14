/** Documents never change in place, so a number for each tells them apart. */
import type { GraphDocument } from '../../core/graph/document';

const numbers = new WeakMap<GraphDocument, number>();
let counted = 0;

export function numberOf(graph: GraphDocument): number {
  const number = numbers.get(graph);
  if (number !== undefined) return number;
  counted += 1;
  numbers.set(graph, counted);
  return counted;
}
