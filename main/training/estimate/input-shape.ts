import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument, Shape } from '../../../core/graph/document';

/** [height, width, channels]; undefined if the graph has errors. */
export function inputShapeOf(graph: GraphDocument): Shape | undefined {
  const { inputId, nodes } = analyze(graph);
  return inputId === undefined ? undefined : nodes[inputId]?.outputShape;
}
