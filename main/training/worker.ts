/**
 * Entry of the training worker process. It trains one run, answers with how it ended, and ends. TensorFlow blocks its
 * thread and may take the process along when memory runs out; the window lives elsewhere.
 */
import { startHeartbeat } from './heartbeat';
import { hostPort } from './host-port';
import { runJob } from './job';
import { runPreview } from './preview-job';
import type { FromWorker } from './protocol';
import { runRangeTest } from './range-test-job';
import { runSpeedProbe } from './speed-probe-job';

const port = hostPort();
let started = false;
let stopRequested = false;

port.onMessage((message) => {
  if (message.type === 'stop') {
    stopRequested = true;
    return;
  }
  if (started) return;
  started = true;
  const { job } = message;
  const context = {
    send: (update: FromWorker) => void port.send(update),
    stopRequested: () => stopRequested,
  };
  const work =
    'preview' in job
      ? runPreview(job, context)
      : 'speedProbe' in job
        ? runSpeedProbe(job, context)
        : job.rangeTest
          ? runRangeTest(job, job.rangeTest, context)
          : runJob(job, context);
  void work
    .catch(
      (error): FromWorker => ({
        type: 'failed',
        message: `The training stopped on an unexpected error: ${error}.`,
      }),
    )
    .then(async (last) => {
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
