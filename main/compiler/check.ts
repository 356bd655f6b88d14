/** What training asks of a graph beyond being sound: it takes the data set's images and yields class scores. */
import type { GraphAnalysis } from '../../core/analysis/types';
import type { Shape } from '../../core/graph/document';
import { GraphError, type Problem } from '../../core/graph/problem';

/** @throws GraphError naming the node and what was received. */
export function checkTrainable(analysis: GraphAnalysis, imageShape: Shape): void {
  const problems: Problem[] = [];
  const { inputId, outputId } = analysis;
  const inputShape = inputId && analysis.nodes[inputId]?.outputShape;
  const outputShape = outputId && analysis.nodes[outputId]?.outputShape;
  const words = (shape: Shape | undefined | ''): string => (shape ? shape.join('×') : 'no known shape');

  if (!inputShape || inputShape.join() !== imageShape.join()) {
    problems.push(
      problem('train.image-shape', inputId, `The input takes the data set's images, ${words(imageShape)}.`, words(inputShape)),
    );
  }
  if (outputShape?.length !== 1) {
    problems.push(
      problem('train.class-scores', outputId, 'The last layer yields one score per class, a vector.', words(outputShape)),
    );
  }
  if (!analysis.order.some((id) => analysis.nodes[id]?.weights.some((weight) => weight.trainable))) {
    problems.push(problem('train.nothing-to-train', outputId, 'Training needs a layer with weights.', 'none'));
  }
  if (problems.length > 0) throw new GraphError(problems);
}

function problem(code: string, nodeId: string | undefined, rule: string, received: string): Problem {
  const message = `${nodeId ? `${nodeId}: ` : ''}${rule} Received: ${received}.`;
  return { severity: 'error', code, nodeId, rule, received, message };
}
