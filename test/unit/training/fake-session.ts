/** A session without TensorFlow: its "network" has one weight that counts the steps, its losses are given. */
import type { Session, TensorValue } from '../../../main/engine/types';
import { SessionError } from '../../../main/engine/types';
import { float32, int32 } from '../../../main/engine/values';

export interface Batch {
  /** Mean of the batch. */
  loss: number;
  correct: number;
  count: number;
  top5?: number;
  confusion?: number[][];
}

export class FakeSession implements Session {
  readonly calls: string[] = [];
  private trained: Batch[] = [];
  private validated: Batch[] = [];
  private tested: Batch[] = [];
  private steps = 0;
  /** What `read_weights` gives in place of the count of steps. */
  weight: number | undefined;
  /** What `train_step_observed` gives on top. */
  observed: Record<string, TensorValue> = {};

  constructor(
    private readonly epochs: readonly (readonly Batch[])[],
    private readonly validation: readonly Batch[],
    private readonly test: readonly Batch[] = [],
  ) {}

  async run(
    signature: string,
    inputs: Readonly<Record<string, TensorValue>> = {},
  ): Promise<Record<string, TensorValue>> {
    const given = Object.entries(inputs).map(([name, { data }]) => `${name}=${data[0]}`);
    this.calls.push([signature, ...given].join(' '));
    switch (signature) {
      case 'begin_epoch':
        this.trained = (this.epochs[Number(inputs.epoch?.data[0]) - 1] ?? []).slice(
          Number(inputs.first_batch?.data[0]),
        );
        return {};
      case 'begin_validation':
        this.validated = [...this.validation];
        return {};
      case 'begin_test':
        this.tested = [...this.test];
        return {};
      case 'train_step':
      case 'train_step_observed': {
        const { loss, correct, count, top5 } = next(this.trained);
        this.steps++;
        return {
          loss: float32(loss),
          correct: int32(correct),
          count: int32(count),
          ...(top5 === undefined ? {} : { top5: int32(top5) }),
          ...(signature === 'train_step' ? {} : this.observed),
        };
      }
      case 'eval_step':
      case 'test_step': {
        const { loss, correct, count, confusion } = next(
          signature === 'eval_step' ? this.validated : this.tested,
        );
        return {
          loss_sum: float32(loss * count),
          correct: int32(correct),
          count: int32(count),
          ...(confusion ? { confusion: matrix(confusion) } : {}),
        };
      }
      case 'read_weights':
        return { v0: { dtype: 'float32', shape: [1], data: Float32Array.of(this.weight ?? this.steps) } };
      case 'write_weights':
        this.steps = Number(inputs.v0?.data[0]);
        return {};
      default:
        return {};
    }
  }

  close(): void {
    this.calls.push('close');
  }
}

function matrix(rows: number[][]): TensorValue {
  return { dtype: 'int32', shape: [rows.length, rows.length], data: Int32Array.from(rows.flat()) };
}

function next(batches: Batch[]): Batch {
  const batch = batches.shift();
  if (!batch) throw new SessionError('End of sequence', undefined, true);
  return batch;
}
