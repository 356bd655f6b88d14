/** What hooks into the training loop: one file each, in this folder. */
import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import type { TensorValue } from '../../engine/types';
import type { Training } from '../state/training';

/** What a signature gave, by name. */
export type Outputs = Readonly<Record<string, TensorValue>>;

/**
 * As keras.callbacks.Callback. Called in the order of the list and waited for; what throws ends the training. State
 * that outlives a step must follow from `training.history` and `training.step`, which a resumed run has too.
 */
export interface Callback {
  onTrainBegin?(training: Training): void | Promise<void>;
  /** Before the first batch of an epoch, or the first after a resume. */
  onEpochBegin?(training: Training): void | Promise<void>;
  /** Before each update. */
  onBatchBegin?(training: Training): void;
  onBatchEnd?(training: Training, metrics: StepMetrics, outputs: Outputs): void | Promise<void>;
  /** After each batch that the BatchNorm statistics are re-estimated from; `fraction` of them is done. */
  onStatisticsBatch?(training: Training, fraction: number): void;
  /** After each batch of the validation pass; `fraction` of it is done. */
  onValidationBatch?(training: Training, fraction: number): void;
  /** `training.history` ends with these metrics. */
  onEpochEnd?(training: Training, metrics: EpochMetrics): void | Promise<void>;
  /** Finished or stopped; not after an error. */
  onTrainEnd?(training: Training): void | Promise<void>;
}
