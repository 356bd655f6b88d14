/** Entry of the process that reads a model file: a damaged one may crash it, or make it hang. */
import { messageOf } from '../../core/basics/errors';
import { GraphError } from '../../core/graph/problem';
import { Refusal } from '../basics/refusal';
import { writeWeights } from '../models/store';
import { hostPort } from '../processes/host-port';
import { startVitals } from '../processes/vitals';
import { importModel } from '.';
import type { FromImporter, ImportJob } from './process';
import { beginImport, counters } from './steps';

async function read({ path, folder, ...options }: ImportJob): Promise<FromImporter> {
  beginImport();
  try {
    const { document, weights, report } = await importModel(path, options);
    await writeWeights(folder, weights);
    return { type: 'read', document, report: forJson(report) };
  } catch (error) {
    if (error instanceof Refusal || error instanceof GraphError) {
      return { type: 'refused', said: forJson(error.said) };
    }
    const { code, syscall, path: place, stack } = Object(error) as NodeJS.ErrnoException;
    return { type: 'failed', error: { message: messageOf(error), code, syscall, path: place, stack } };
  }
}

/** Messages travel as JSON, which has no infinity. */
const forJson = <Value>(value: Value): Value =>
  JSON.parse(
    JSON.stringify(value, (_, one) => (typeof one === 'number' && !Number.isFinite(one) ? String(one) : one)),
  );

const port = hostPort<FromImporter, ImportJob>();
port.onClose(() => process.exit(1));
process.on('SIGINT', () => undefined);
port.onMessage((job) => void read(job).then((result) => port.send(result)));
startVitals(counters);
void port.send({ type: 'ready' });
