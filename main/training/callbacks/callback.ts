import type { EpochMetrics, StepMetrics } from '../../../core/study/run';
import type { TensorValue } from '../../engine/types';
import type { Training } from '../state/training';

/** Outputs of a signature, by name. */
export type Outputs = Readonly<Record<string, TensorValue>>;

/**
 * As keras.callbacks.Callback. Called in order and awaited; an error ends the training. A resumed run has no other
 * state than `training.history` and `training.step`.
 */
export interface Callback {
  onTrainBegin?(training: Training): void | Promise<void>;
  /** Before the first batch of an epoch, or the first after resuming. */
  onEpochBegin?(training: Training): void | Promise<void>;
  onBatchBegin?(training: Training): void;
  onBatchEnd?(training: Training, metrics: StepMetrics, outputs: Outputs): void | Promise<void>;
  /** After each batch for BatchNorm statistics; `fraction` of them is done. */
  onStatisticsBatch?(training: Training, fraction: number): void;
  /** `fraction` of the validation is done. */
  onValidationBatch?(training: Training, fraction: number): void;
  /** `training.history` already has these metrics. */
  onEpochEnd?(training: Training, metrics: EpochMetrics): void | Promise<void>;
  /** Finished or stopped, not after an error. */
  onTrainEnd?(training: Training): void | Promise<void>;
}
