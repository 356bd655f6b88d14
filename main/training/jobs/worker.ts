/**
 * Entry of the training worker: does one job and ends, unless it is to stay. A process of its own, since TensorFlow blocks its thread and may
 * crash.
 */

import { startHeartbeat } from '../../processes/heartbeat';
import { hostPort } from '../../processes/host-port';
import type { FromWorker, ToWorker } from '../protocol/messages';
import { runAnyJob } from './any-job';
import { KeptProgram } from './kept-program';

const port = hostPort<FromWorker, ToWorker>();
const kept = new KeptProgram();
let working = false;
let stopRequested = false;

port.onMessage((message) => {
  if (message.type === 'stop') {
    stopRequested = true;
    return;
  }
  if (working) return;
  working = true;
  const { job, stays = false } = message;
  // It may have come too late for the job before.
  if (stays) stopRequested = false;
  const context = {
    send: (update: FromWorker) => void port.send(update),
    stopRequested: () => stopRequested,
    ...(stays ? { kept } : {}),
  };
  void runAnyJob(job, context).then(async (last) => {
    if (stays && last.type === 'ended' && last.state === 'finished') {
      working = false;
      await port.send(last);
      return;
    }
    await port.send(last);
    port.end(last.type === 'failed' ? 1 : 0);
  });
});

// Ctrl+C reaches all processes of a terminal; the host asks us to stop at a batch.
process.on('SIGINT', () => undefined);

// Without a host nobody could stop this run.
port.onClose(() => process.exit(1));

startHeartbeat();
void port.send({ type: 'ready' });
