/** What a network takes, which is what images are brought to. */
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument, Shape } from '../../../core/graph/document';

/** [height, width, channels]; undefined where the graph is unsound, of which the compiler tells. */
export function inputShapeOf(graph: GraphDocument): Shape | undefined {
  const { inputId, nodes } = analyze(graph);
  return inputId === undefined ? undefined : nodes[inputId]?.outputShape;
}
