import { plural } from '../../../core/format/plural';
import { type Session, SessionError } from '../../engine/types';
import type { Outputs } from '../callbacks/callback';
import { type BatchSums, EpochSums } from '../state/sums';

const signatures = {
  validation: { begin: 'begin_validation', step: 'eval_step', what: 'Validation' },
  test: { begin: 'begin_test', step: 'test_step', what: 'The test' },
} as const;

export interface EvaluationHooks {
  /** Called before each batch; true ends the pass. */
  stopped(): Promise<boolean>;
  batch(fraction: number): void | Promise<void>;
}

/** @param count images of the split. @returns undefined if stopped. */
export async function evaluate(
  session: Session,
  split: keyof typeof signatures,
  count: number,
  { stopped, batch }: EvaluationHooks,
): Promise<EpochSums | undefined> {
  const { begin, step, what } = signatures[split];
  const sums = new EpochSums();
  await session.run(begin);
  // Counted, because TensorFlow leaks kilobytes with each failed run.
  while (sums.count < count) {
    if (await stopped()) return undefined;
    const outputs = await untilTheEnd(session.run(step));
    if (!outputs) throw new Error(`${what} must see ${plural(count, 'image')}. Received: ${sums.count}.`);
    sums.add({
      ...optionalCounts(outputs),
      loss: scalar(outputs, 'loss_sum'),
      correct: scalar(outputs, 'correct'),
      count: scalar(outputs, 'count'),
    });
    await batch(Math.min(sums.count / count, 1));
  }
  return sums;
}

/** Lets messages in, such as a request to stop: a session run blocks the thread. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Undefined at the end of the iterator. */
export async function untilTheEnd<T>(run: Promise<T>): Promise<T | undefined> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof SessionError && error.endOfSequence) return undefined;
    throw error;
  }
}

/** Only some networks have them. */
export function optionalCounts(outputs: Outputs): Pick<BatchSums, 'top5' | 'confusion'> {
  return {
    top5: outputs.top5 && scalar(outputs, 'top5'),
    confusion: outputs.confusion?.data as Int32Array | undefined,
  };
}

export function scalar(values: Outputs, name: string): number {
  const value = values[name]?.data[0];
  if (typeof value !== 'number')
    throw new Error(`The signature must give a number "${name}". Received: ${value}.`);
  return value;
}
