/** In place of main/importing/worker.ts: hangs at every file, as libraries do at some damaged ones. */
import type { FromImporter, ImportJob } from '../../main/importing/process';
import { beginImport, counters } from '../../main/importing/steps';
import { hostPort } from '../../main/processes/host-port';
import { startVitals } from '../../main/processes/vitals';

const port = hostPort<FromImporter, ImportJob>();
port.onMessage(() => {
  beginImport();
  for (;;);
});
startVitals(counters);
void port.send({ type: 'ready' });
