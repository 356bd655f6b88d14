/** The speed probe's worker side: times a convolution in each precision. */
import { message } from '../../../core/messages';
import type { Precision } from '../../../core/study/precision';
import { compileSpeedProbe, probeBatch } from '../../compiler/speed-probe';
import type { Session } from '../../engine/types';
import { int32 } from '../../engine/values';
import type { FromWorker, SpeedProbeJob } from '../protocol/messages';
import type { JobContext } from './job-context';
import { inProbeSession } from './probe-session';
import { median, timedInTurns } from './timed-in-turns';

/** @returns the last message to the host. */
export async function runSpeedProbe(job: SpeedProbeJob, { send }: JobContext): Promise<FromWorker> {
  const { engine, speedProbe } = job;
  const { convolution, precisions } = speedProbe;
  const { device } = engine;
  const probe = () => compileSpeedProbe(convolution, { device, precisions });
  return inProbeSession(engine, probe, async (session) => {
    await session.run('init', { seed: int32(1) });
    const times = await timedInTurns(precisions, (precision) => timed(session, precision, send));
    const taken = (precision: Precision) => {
      const all = times.get(precision);
      return all ? median(all) : null;
    };
    const float32 = taken('float32');
    if (float32 === null) return { type: 'failed', message: message('training.speedsNoFloat32') };
    const milliseconds = { float32, bfloat16: taken('bfloat16'), float16: taken('float16') };
    const batchSize = probeBatch(convolution, device);
    const speeds = { device, convolution, batchSize, milliseconds };
    send({ type: 'speeds', speeds });
    return { type: 'ended', state: 'finished' };
  });
}

/** Milliseconds. The host first learns what is tried: it may kill the process. */
async function timed(session: Session, precision: Precision, send: JobContext['send']): Promise<number> {
  send({ type: 'measuring', precision });
  await new Promise((resolve) => setImmediate(resolve));
  const begin = performance.now();
  await session.run(precision);
  return performance.now() - begin;
}
