/** The range test's worker side: training steps with a growing rate. */

import { type Message, message } from '../../../core/messages';
import { RangeTest, type RangeTestLimits } from '../../../core/study/range-test';
import type { Session } from '../../engine/types';
import { float32, int32 } from '../../engine/values';
import { Stopped } from '../images/prepare-images';
import { breathe, scalar, untilTheEnd } from '../loop/evaluate';
import { describeFailure } from '../protocol/failure';
import type { FromWorker, WorkerJob } from '../protocol/messages';
import { compileJob, openModel } from './job';
import type { JobContext } from './job-context';

/** Its run folder is temporary. @returns the last message to the host. */
export async function runRangeTest(
  job: WorkerJob,
  limits: RangeTestLimits,
  context: JobContext,
): Promise<FromWorker> {
  const progress = (phase: Message) => context.send({ type: 'progress', progress: { phase } });
  try {
    progress(message('training.phase.compiling'));
    const { model } = await compileJob(job, { ...context, log: () => undefined });
    progress(message('training.phase.starting', { version: job.engine.version, device: job.engine.device }));
    const session = await openModel(job, model);
    try {
      progress(message('training.phase.weights'));
      await session.run('init', { seed: int32(job.settings.seed) });
      progress(message('training.phase.loading'));
      await session.run('load_data');
      return await rangeTest(session, job.settings.seed, limits, context);
    } finally {
      session.close();
    }
  } catch (error) {
    if (error instanceof Stopped) return { type: 'ended', state: 'stopped' };
    return { type: 'failed', message: describeFailure(error, job.graph, job.settings) };
  }
}

async function rangeTest(
  session: Session,
  seed: number,
  limits: RangeTestLimits,
  { send, stopRequested }: JobContext,
): Promise<FromWorker> {
  const test = new RangeTest(limits);
  const point = (event: Extract<FromWorker, { type: 'range-test' }>['event']) =>
    send({ type: 'range-test', event });
  let diverged = false;
  for (let epoch = 1; !test.finished && !diverged; epoch++) {
    await session.run('begin_epoch', { seed: int32(seed), epoch: int32(epoch), first_batch: int32(0) });
    const before = test.points.length;
    while (!test.finished && !diverged) {
      await breathe();
      if (stopRequested()) return { type: 'ended', state: 'stopped' };
      const loss = await lossOf(session, test, seed);
      if (loss === undefined) break;
      const added = test.add(loss);
      if (added !== 'diverged') point({ type: 'point', ...added });
      diverged = added === 'diverged' || test.diverged;
    }
    if (test.points.length === before && !diverged) {
      throw new Error(`Epoch ${epoch} must hold at least one batch. Received: none.`);
    }
  }
  const { suggestion } = test;
  point({
    type: 'done',
    ...(suggestion === undefined ? {} : { suggestion }),
    reason: diverged ? 'diverged' : 'steps',
  });
  return { type: 'ended', state: 'finished' };
}

/** The batch's loss before its update; undefined at the end of the epoch. */
async function lossOf(session: Session, test: RangeTest, seed: number): Promise<number | undefined> {
  const outputs = await untilTheEnd(
    session.run('train_step', {
      learning_rate: float32(test.learningRate),
      seed: int32(seed),
      step: int32(test.points.length),
    }),
  );
  return outputs && scalar(outputs, 'loss');
}
