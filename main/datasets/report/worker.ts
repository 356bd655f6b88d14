/** Entry of the process that computes a report: a damaged picture can crash its decoder. The host writes the files. */
import { constants, setPriority } from 'node:os';
import { hostPort } from '../../processes/host-port';
import { readStored } from '../storage/store';
import { computeReport } from './compute';
import type { FromReporter, ToReporter } from './protocol';

/** Progress messages per second. */
const PER_SECOND = 10;

async function report({ folder }: ToReporter, send: (message: FromReporter) => void): Promise<FromReporter> {
  const stored = await readStored(folder);
  if (stored.state !== 'ready') throw new Error(`${folder} holds no whole data set`);
  let said = Number.NEGATIVE_INFINITY;
  return {
    type: 'report',
    report: await computeReport(folder, stored.manifest, {
      onOverview: ({ pixels, ...overview }) => {
        const base64 = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length).toString('base64');
        send({ type: 'overview', overview: { ...overview, pixels: base64 } });
      },
      onProgress: (progress) => {
        if (performance.now() - said < 1000 / PER_SECOND) return;
        said = performance.now();
        send({ type: 'progress', ...progress });
      },
    }),
  };
}

const port = hostPort<FromReporter, ToReporter>();
try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Not allowed everywhere.
}
port.onClose(() => process.exit(1));
process.on('SIGINT', () => undefined);
let begun = false;
port.onMessage((job) => {
  if (begun) return;
  begun = true;
  void report(job, (message) => void port.send(message))
    .catch((error): FromReporter => ({ type: 'failed', message: String(error?.message ?? error) }))
    .then(async (last) => {
      await port.send(last);
      port.end(last.type === 'failed' ? 1 : 0);
    });
});
void port.send({ type: 'ready' });
