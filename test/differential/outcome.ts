/** What one way of computing a trial came to. */

export interface Outcome {
  /** [BATCH, classes], of the network in inference mode. */
  predictions: ArrayLike<number>;
  /** Sum of the losses of the batch, in inference mode. */
  evaluation: number;
  /** Mean loss of the batch in training mode, before the step. */
  loss: number;
}
