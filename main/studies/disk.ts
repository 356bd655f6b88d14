import type { MemoryEstimate } from '../../core/contract/training';
import { stepsPerEpoch } from '../../core/study/order';
import type { SelectableSet } from '../../core/study/selection';
import type { TrainingSettings } from '../../core/study/settings';
import { planOf } from '../datasets/selection';

/** A line of metrics.jsonl for a step, and the step's part of a TensorBoard file. */
const BYTES_PER_STEP = 400;
/** Graph, record, confusion matrices and log. */
const BYTES_PER_RUN = 120_000;

/** Bytes of a run's folder once it has finished: mostly checkpoints, the newest ones and the best. */
export function runDiskBytes(
  { weights, slots }: Pick<MemoryEstimate, 'weights' | 'slots'>,
  settings: TrainingSettings,
  images: SelectableSet,
): number {
  const { epochs, checkpoints } = settings;
  const steps = epochs * stepsPerEpoch(planOf(images, settings).train.count, settings);
  const kept = Math.min(checkpoints.keep + 1, checkpoints.everySteps === null ? epochs : steps);
  return kept * (weights + slots) + steps * BYTES_PER_STEP + BYTES_PER_RUN;
}
