/** What training asks of a graph beyond being sound: it takes the data set's images and has something to learn. */

import type { GraphAnalysis } from '../../core/analysis/types';
import { plural } from '../../core/format/plural';
import type { Shape } from '../../core/graph/document';
import { GraphError, type Problem, problem } from '../../core/graph/problem';
import { formatShape } from '../../core/graph/words';
import { canBring } from '../../core/study/input-shape';

/**
 * @param imageShape what batches hold.
 * @param stored channels of the images on disk, split by split.
 * @throws GraphError naming the node and what was received.
 */
export function checkTrainable(
  analysis: GraphAnalysis,
  imageShape: Shape,
  stored: readonly number[] = [],
): void {
  const problems: Problem[] = [];
  const input = analysis.inputId === undefined ? undefined : analysis.nodes[analysis.inputId];
  const received = input?.outputShape;
  if (received?.join() !== imageShape.join()) {
    problems.push(
      problem('train.image-shape', {
        nodeId: input?.id,
        subject: input?.id ?? 'The network',
        rule: `To be trained on this data set, the input takes its images, ${formatShape(imageShape)}.`,
        received: received ? formatShape(received) : 'no known shape',
        hint: `Set the shape of the Input to ${formatShape(imageShape)}.`,
      }),
    );
  }
  const channels = stored.find((count) => !canBring(count, imageShape[2]));
  if (channels !== undefined) {
    problems.push(
      problem('train.image-shape', {
        nodeId: input?.id,
        subject: input?.id ?? 'The network',
        rule: `To be trained on images of ${plural(channels, 'channel')}, the Input has ${channels === 1 || channels === 3 ? '1 or 3' : 'as many'}; its height and width are free.`,
        received: formatShape(imageShape),
        hint: `Set the Input's channels to ${channels}.`,
      }),
    );
  }
  if (analysis.totals.trainable === 0) {
    problems.push(
      problem('train.nothing-to-train', {
        subject: 'The network',
        rule: 'To be trained, a network has a layer with weights.',
        received: 'none',
        hint: 'Add a Dense layer.',
      }),
    );
  }
  if (problems.length > 0) throw new GraphError(problems);
}
