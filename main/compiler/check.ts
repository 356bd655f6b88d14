/** What training requires of a valid graph: it accepts the data set's images and has something to learn. */
import type { GraphAnalysis } from '../../core/analysis/types';
import { formatShape } from '../../core/format/shape';
import type { Shape } from '../../core/graph/document';
import { GraphError, type Problem, problem } from '../../core/graph/problem';
import { message } from '../../core/messages';
import { tuningOf } from '../../core/network/tuning';
import { canBring } from '../../core/study/input-shape';

/**
 * @param imageShape of the batches.
 * @param stored channels of the images on disk, for each split.
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
        subject: input?.id ?? message('graph.theNetwork'),
        rule: message('compiler.imageShape', { shape: formatShape(imageShape) }),
        received: received ? formatShape(received) : message('compiler.imageShapeUnknown'),
        hint: message('compiler.imageShapeHint', { shape: formatShape(imageShape) }),
      }),
    );
  }
  const channels = stored.find((count) => !canBring(count, imageShape[2]));
  if (channels !== undefined) {
    problems.push(
      problem('train.image-shape', {
        nodeId: input?.id,
        subject: input?.id ?? message('graph.theNetwork'),
        rule: message('compiler.imageChannels', {
          channels,
          free: channels === 1 || channels === 3 ? 'yes' : 'no',
        }),
        received: formatShape(imageShape),
        hint: message('compiler.imageChannelsHint', { channels }),
      }),
    );
  }
  if (analysis.totals.trainable === 0) {
    problems.push(
      problem('train.nothing-to-train', {
        subject: message('graph.theNetwork'),
        rule: message('compiler.nothingToTrain'),
        received: message('graph.none'),
        hint: message('compiler.nothingToTrainHint', {
          frozen: tuningOf(analysis.effective) ? 'yes' : 'no',
        }),
      }),
    );
  }
  if (problems.length > 0) throw new GraphError(problems);
}
