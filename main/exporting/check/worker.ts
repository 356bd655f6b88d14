/** Entry of the process that reads an export back in a Node library: a broken file may crash its process. */
import { messageOf } from '../../../core/basics/errors';
import { hostPort } from '../../processes/host-port';
import { runOnnx } from './onnx-session';
import type { CheckJob, FromChecker } from './process';
import { runGraphModel, runLayersModel } from './tfjs-model';

const run = (job: CheckJob): Promise<void> => {
  if (job.library === 'onnx') return runOnnx(job);
  return job.library === 'tfjs' ? runGraphModel(job) : runLayersModel(job);
};

const port = hostPort<FromChecker, CheckJob>();
port.onClose(() => process.exit(1));
process.on('SIGINT', () => undefined);
port.onMessage((job) => {
  void run(job)
    .then((): FromChecker => ({ type: 'done' }))
    .catch((error): FromChecker => ({ type: 'failed', message: messageOf(error) }))
    .then(async (last) => {
      await port.send(last);
      port.end(last.type === 'failed' ? 1 : 0);
    });
});
void port.send({ type: 'ready' });
