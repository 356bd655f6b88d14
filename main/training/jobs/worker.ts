/**
 * Entry of the training worker process. It trains one run, answers with how it ended, and ends. TensorFlow blocks its
 * thread and may take the process along when memory runs out; the window lives elsewhere.
 */

import { startHeartbeat } from '../../processes/heartbeat';
import { hostPort } from '../../processes/host-port';
import type { FromWorker, ToWorker } from '../protocol/messages';
import { runAnyJob } from './any-job';

const port = hostPort<FromWorker, ToWorker>();
let started = false;
let stopRequested = false;

port.onMessage((message) => {
  if (message.type === 'stop') {
    stopRequested = true;
    return;
  }
  if (started) return;
  started = true;
  const context = {
    send: (update: FromWorker) => void port.send(update),
    stopRequested: () => stopRequested,
  };
  void runAnyJob(message.job, context).then(async (last) => {
    await port.send(last);
    port.end(last.type === 'failed' ? 1 : 0);
  });
});

// Ctrl+C in a terminal reaches every process in it; the host hears it too and asks us to stop at a batch.
process.on('SIGINT', () => undefined);

// Without a host nobody sees this run, and nobody could stop it. What has finished is on the disk.
port.onClose(() => process.exit(1));

startHeartbeat();
void port.send({ type: 'ready' });
