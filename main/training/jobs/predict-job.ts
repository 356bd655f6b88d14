/** The worker's side of predictions: runs a saved model on many images. */

import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { elementCount } from '../../../core/basics/element-count';
import { message } from '../../../core/messages';
import { saidBy } from '../../basics/refusal';
import { inWords } from '../../disk/trouble';
import { openSession } from '../../engine/session';
import { type Session, SessionError, type TensorValue } from '../../engine/types';
import type { FromWorker, PredictJob } from '../protocol/messages';
import type { JobContext } from './job-context';

/** Writes each output to `<folder>/<name>.f32`; the host reads them. */
export async function runPrediction(job: PredictJob, { send }: JobContext): Promise<FromWorker> {
  const { model, tags, outputs, into } = job.predict;
  const files = outputs.map((name) => createWriteStream(join(into, `${name}.f32`)));
  try {
    const session = await openSession(job.engine, model, tags);
    try {
      let done = 0;
      for await (const batch of batchesOf(session, job.predict)) {
        for (const [index, name] of outputs.entries()) {
          const { data } = batch[name] as TensorValue & { data: Float32Array };
          files[index]?.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
        }
        done += (batch[outputs[0] as string] as TensorValue).shape[0] as number;
        send({ type: 'predicted', count: done });
      }
    } finally {
      session.close();
    }
    await Promise.all(files.map((file) => finished(file.end())));
    return { type: 'ended', state: 'finished' };
  } catch (error) {
    return {
      type: 'failed',
      message: saidBy(inWords(error, { what: message('training.what.predict'), where: into })),
    };
  } finally {
    for (const file of files) file.destroy();
  }
}

async function* batchesOf(
  session: Session,
  { signature, fed }: PredictJob['predict'],
): AsyncGenerator<Record<string, TensorValue>> {
  if (fed) yield* fedBatches(session, signature, fed);
  else yield* readBatches(session, signature);
}

async function* readBatches(session: Session, signature: string) {
  await session.run('load_data');
  await session.run('begin');
  for (;;) {
    try {
      yield await session.run(signature);
    } catch (error) {
      if (error instanceof SessionError && error.endOfSequence) return;
      throw error;
    }
  }
}

async function* fedBatches(
  session: Session,
  signature: string,
  { name, file, shape, batchSize }: NonNullable<PredictJob['predict']['fed']>,
) {
  const [count = 0, ...example] = shape;
  const size = elementCount(example);
  const handle = await open(file);
  try {
    for (let first = 0; first < count; first += batchSize) {
      const here = Math.min(batchSize, count - first);
      const data = new Float32Array(here * size);
      await handle.read(Buffer.from(data.buffer), 0, data.byteLength, first * size * 4);
      yield await session.run(signature, { [name]: { dtype: 'float32', shape: [here, ...example], data } });
    }
  } finally {
    await handle.close();
  }
}
