/** Adds the memory estimate and a batch size that fits to a run that ran out of memory. */

import type { MemoryEstimate } from '../../../core/contract/training';
import { sizeMessage } from '../../../core/format/bytes';
import type { GraphDocument } from '../../../core/graph/document';
import { listOf, type Message, message, messageFrom, sentences } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import type { DatasetManifest } from '../../datasets/storage/store';
import { estimateRun } from '../estimate/estimate';
import type { Outcome } from './supervise';

/** Share of the available memory. Below it, a killed worker was probably not killed for its memory. */
const NEAR_THE_LIMIT = 0.5;

export async function withBatchThatFits(
  outcome: Outcome,
  graph: GraphDocument,
  settings: TrainingSettings,
  manifest: DatasetManifest,
  available: number | undefined,
): Promise<Outcome> {
  let estimate: MemoryEstimate;
  try {
    // By then, images are no longer kept on the GPU.
    estimate = await estimateRun(graph, settings, manifest, { available });
  } catch {
    return outcome;
  }
  const sure = outcome.state === 'failed';
  if (!sure && estimate.total < NEAR_THE_LIMIT * (available ?? 0)) return outcome;
  const suggestion = smallerBatch(estimate, settings.batchSize);
  return {
    ...outcome,
    message: sentences(
      outcome.message && messageFrom(outcome.message),
      estimateMessage(estimate, settings.batchSize, suggestion),
    ),
    ...(suggestion === undefined ? {} : { suggestedBatchSize: suggestion }),
  };
}

/** A power of two below the batch size that failed. */
export function smallerBatch(
  { fittingBatchSize, available }: Pick<MemoryEstimate, 'fittingBatchSize' | 'available'>,
  batchSize: number,
): number | undefined {
  if (batchSize <= 1) return undefined;
  const smaller = 2 ** (Math.ceil(Math.log2(batchSize)) - 1);
  if (available === undefined) return smaller;
  return fittingBatchSize === undefined ? undefined : Math.min(fittingBatchSize, smaller);
}

function estimateMessage(
  { total, activations, available, largest }: MemoryEstimate,
  batchSize: number,
  suggestion: number | undefined,
): Message {
  const layers = largest.slice(0, 3).map(({ node }) => `"${node}"`);
  return sentences(
    message('training.memory.estimate', {
      total: sizeMessage(total),
      activations: sizeMessage(activations),
      layers: layers.length === 0 ? 'none' : listOf(layers),
      free: available === undefined ? 'unknown' : sizeMessage(available),
    }),
    suggestion === undefined
      ? message('training.memory.noneFits')
      : message('training.memory.fits', {
          suggestion,
          sure: available === undefined ? 'no' : 'yes',
          batch: batchSize,
        }),
  );
}
