/** The step probe's worker side: a few training steps and validation batches of a run, timed. */
import { message } from '../../../core/messages';
import type { Session } from '../../engine/types';
import { float32, int32 } from '../../engine/values';
import { Stopped } from '../images/prepare-images';
import { breathe, untilTheEnd } from '../loop/evaluate';
import { describeFailure } from '../protocol/failure';
import type { FromWorker, WorkerJob } from '../protocol/messages';
import { compileJob, openModel } from './job';
import type { JobContext } from './job-context';
import { median } from './timed-in-turns';

/** After one to warm up, which counts as part of the start: at most this many, in about this many seconds. */
const MOST = 20;
const LEAST = 3;
const ENOUGH = 1.5;

/** Its run folder is temporary. @returns the last message to the host. */
export async function runStepProbe(job: WorkerJob, context: JobContext): Promise<FromWorker> {
  const { seed } = job.settings;
  try {
    const begin = performance.now();
    const { model } = await compileJob(job, { ...context, log: () => undefined });
    const session = await openModel(job, model);
    try {
      await session.run('init', { seed: int32(seed) });
      await session.run('load_data');
      await session.run('begin_epoch', { seed: int32(seed), epoch: int32(1), first_batch: int32(0) });
      const learning = { learning_rate: float32(0), seed: int32(seed) };
      const trainStep = (step: number) => session.run('train_step', { ...learning, step: int32(step) });
      await untilTheEnd(trainStep(0));
      const start = (performance.now() - begin) / 1000;
      const step = await secondsOf((index) => trainStep(index + 1), context);
      await session.run('begin_validation');
      await untilTheEnd(session.run('eval_step'));
      const evaluation = await secondsOf(() => session.run('eval_step'), context);
      // An epoch of a single batch has only the one that warms up.
      const times = { start, step: step ?? start, evaluation: evaluation ?? step ?? 0 };
      context.send({ type: 'step-times', times });
      return { type: 'ended', state: 'finished' };
    } finally {
      session.close();
    }
  } catch (error) {
    if (error instanceof Stopped) return { type: 'ended', state: 'stopped' };
    return { type: 'failed', message: describeFailure(error, job.graph, job.settings) };
  }
}

/** The median; undefined if the images end before one is done. */
async function secondsOf(
  run: (index: number) => ReturnType<Session['run']>,
  { stopRequested, send }: JobContext,
): Promise<number | undefined> {
  const times: number[] = [];
  let sum = 0;
  while (times.length < MOST && (times.length < LEAST || sum < ENOUGH)) {
    await breathe();
    if (stopRequested()) throw new Stopped();
    const begin = performance.now();
    if (!(await untilTheEnd(run(times.length)))) break;
    const seconds = (performance.now() - begin) / 1000;
    times.push(seconds);
    sum += seconds;
    send({ type: 'progress', progress: { phase: message('training.phase.timing') } });
  }
  return times.length === 0 ? undefined : median(times);
}
