/** Documents never change in place, so a number for each tells them apart. */
import type { GraphDocument } from '../../core/graph/document';

const numbers = new WeakMap<GraphDocument, number>();
let counted = 0;

export function numberOf(graph: GraphDocument): number {
  if (!numbers.has(graph)) numbers.set(graph, ++counted);
  return numbers.get(graph)!;
}
