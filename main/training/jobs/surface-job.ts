/** The worker's side of a loss surface: moves the weights to each point and evaluates the images there. */

import { elementCount } from '../../../core/basics/element-count';
import { message } from '../../../core/messages';
import { saidBy } from '../../basics/refusal';
import { readFloats } from '../../basics/stored-numbers';
import { readInt32 } from '../../datasets/storage/raw-files';
import { inWords } from '../../disk/trouble';
import { openSession } from '../../engine/session';
import type { Session, TensorValue } from '../../engine/types';
import { readSafetensors } from '../../runs/safetensors';
import { breathe, scalar } from '../loop/evaluate';
import type { FromWorker, SurfaceJob } from '../protocol/messages';
import type { JobContext } from './job-context';

/** A weight, and where its moved values are computed. */
interface Moved {
  shape: readonly number[];
  values: Float32Array;
  directions: readonly [Float32Array, Float32Array];
  moved: Float32Array;
}

/** Names in the file of weights. */
export const surfaceTensors = (name: string) =>
  ({ values: `values/${name}`, x: `x/${name}`, y: `y/${name}` }) as const;

export async function runSurface(job: SurfaceJob, { send, stopRequested }: JobContext): Promise<FromWorker> {
  const { model, tags, names, weights: file, points } = job.surface;
  try {
    const { tensors } = await readSafetensors(file);
    const weights = names.map((name): Moved => {
      const tensor = (stored: string) => tensors.get(stored)!;
      const at = surfaceTensors(name);
      const { shape, data: values } = tensor(at.values);
      const directions = [tensor(at.x).data, tensor(at.y).data] as const;
      return { shape, values, directions, moved: new Float32Array(values.length) };
    });
    const batches = await batchesOf(job.surface);
    const session = await openSession(job.engine, model, tags);
    try {
      for (const { index, place } of points) {
        await breathe();
        if (stopRequested()) return { type: 'ended', state: 'stopped' };
        await move(session, weights, place);
        let [lossSum, correct] = [0, 0];
        for (const batch of batches) {
          const outputs = await session.run('loss', batch);
          lossSum += scalar(outputs, 'loss_sum');
          correct += scalar(outputs, 'correct');
        }
        send({ type: 'surface-point', index, lossSum, correct });
      }
    } finally {
      session.close();
    }
    return { type: 'ended', state: 'finished' };
  } catch (error) {
    const what = message('surface.what');
    return { type: 'failed', message: saidBy(inWords(error, { what, where: file })) };
  }
}

async function batchesOf({ images, labels, shape, batchSize }: SurfaceJob['surface']) {
  const [all, classes] = await Promise.all([readFloats(images), readInt32(labels)]);
  const [count = 0, ...example] = shape;
  const size = elementCount(example);
  const batches: Record<'x' | 'y', TensorValue>[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const end = Math.min(first + batchSize, count);
    batches.push({
      x: { dtype: 'float32', shape: [end - first, ...example], data: all.subarray(first * size, end * size) },
      y: { dtype: 'int32', shape: [end - first], data: classes.subarray(first, end) },
    });
  }
  return batches;
}

async function move(session: Session, weights: readonly Moved[], [x, y]: readonly [number, number]) {
  const inputs = weights.map(({ shape, values, directions: [first, second], moved }, index) => {
    for (let at = 0; at < moved.length; at++) moved[at] = values[at]! + x * first[at]! + y * second[at]!;
    return [`w${index}`, { dtype: 'float32', shape, data: moved } as const] as const;
  });
  await session.run('move', Object.fromEntries(inputs));
}
