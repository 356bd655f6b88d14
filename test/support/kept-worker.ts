/**
 * The training worker for many jobs, one after the other: each costs no start of TensorFlow. Started by kept-launcher.ts;
 * the real one ends after its job.
 */

import { hostPort } from '../../main/processes/host-port';
import { runAnyJob } from '../../main/training/jobs/any-job';
import type { FromWorker, ToWorker } from '../../main/training/protocol/messages';

const port = hostPort<FromWorker, ToWorker>();
let stopRequested = false;

port.onMessage((message) => {
  if (message.type === 'stop') {
    stopRequested = true;
    return;
  }
  stopRequested = false;
  const send = (update: FromWorker) => void port.send(update);
  void runAnyJob(message.job, { send, stopRequested: () => stopRequested }).then(send);
});
port.onClose(() => process.exit());
