/** A training that ran out of memory: what it was estimated to take, by what, and the batch size that fits. */

import type { MemoryEstimate } from '../../../core/contract/training';
import { formatBytes } from '../../../core/format/bytes';
import type { GraphDocument } from '../../../core/graph/document';
import type { TrainingSettings } from '../../../core/study/settings';
import type { DatasetManifest } from '../../datasets/store';
import { estimateRun } from '../estimate/estimate';
import type { Outcome } from './supervise';

/** A worker that is killed may have been killed by a person: far from the limit, nothing is said of memory. */
const NEAR_THE_LIMIT = 0.5;

/** The outcome with the estimate in its message, and with a batch size where a smaller one helps. */
export async function withBatchThatFits(
  outcome: Outcome,
  graph: GraphDocument,
  settings: TrainingSettings,
  manifest: DatasetManifest,
  available: number | undefined,
): Promise<Outcome> {
  let estimate: MemoryEstimate;
  try {
    // By then a GPU holds no images any more.
    estimate = await estimateRun(graph, settings, manifest, { available });
  } catch {
    // The run's own end is what counts.
    return outcome;
  }
  const sure = outcome.state === 'failed';
  if (!sure && estimate.total < NEAR_THE_LIMIT * (available ?? 0)) return outcome;
  const suggestion = smallerBatch(estimate, settings.batchSize);
  return {
    ...outcome,
    message: [outcome.message, inWords(estimate, settings.batchSize, suggestion)].filter(Boolean).join(' '),
    ...(suggestion === undefined ? {} : { suggestedBatchSize: suggestion }),
  };
}

/** A power of two below the batch size that failed, whatever the estimate made of that one. */
export function smallerBatch(
  { fittingBatchSize, available }: Pick<MemoryEstimate, 'fittingBatchSize' | 'available'>,
  batchSize: number,
): number | undefined {
  if (batchSize <= 1) return undefined;
  const smaller = 2 ** (Math.ceil(Math.log2(batchSize)) - 1);
  if (available === undefined) return smaller;
  return fittingBatchSize === undefined ? undefined : Math.min(fittingBatchSize, smaller);
}

function inWords(estimate: MemoryEstimate, batchSize: number, suggestion: number | undefined): string {
  const { total, activations, available, largest } = estimate;
  const layers = largest.slice(0, 3).map(({ node }) => `"${node}"`);
  const most = layers.length === 0 ? '' : `, most of it at ${layers.join(', ')}`;
  const free = available === undefined ? '' : `; ${formatBytes(available)} are free now`;
  const advice =
    suggestion === undefined
      ? 'No smaller batch would fit: take a narrower network or smaller images.'
      : `A batch size of ${suggestion} ${available === undefined ? 'may fit' : 'fits'} (it was ${batchSize}).`;
  return `It was estimated to take ${formatBytes(total)}, ${formatBytes(activations)} of them activations${most}${free}. ${advice}`;
}
