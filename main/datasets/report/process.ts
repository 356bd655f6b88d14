/** Runs worker.ts in a separate process. */
import { type DatasetReport, datasetReportSchema } from '../../../core/contract/report';
import { errorLine } from '../../basics/error-line';
import type { Launch } from '../../processes/launch';
import type { ComputeOptions } from './compute';
import type { FromReporter, ToReporter } from './protocol';

export type LaunchReporter = Launch<ToReporter, FromReporter>;

/** Characters of its output kept for an error. */
const LAST_OUTPUT = 500;

/**
 * Resolves once the process has ended, so that it no longer has files open.
 * @throws the signal's reason if aborted; Error with the process's last output if it failed
 */
export function reportInProcess(
  launch: LaunchReporter,
  entry: string,
  folder: string,
  { onProgress, onOverview, signal }: Required<ComputeOptions> & { signal: AbortSignal },
): Promise<DatasetReport> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = launch({ env: {}, entry, task: 'data set report' });
    let report: DatasetReport | undefined;
    let failure: string | undefined;
    let output = '';
    const kill = () => child.kill();
    signal.addEventListener('abort', kill, { once: true });
    child.onOutput((text) => {
      output = (output + text).slice(-LAST_OUTPUT);
    });
    child.onMessage((message) => {
      if (message.type === 'ready') child.send({ folder });
      else if (message.type === 'failed') failure = message.message;
      else if (message.type === 'overview') {
        const { pixels, ...header } = message.overview;
        onOverview({ ...header, pixels: Buffer.from(pixels, 'base64') });
      } else if (message.type === 'report') {
        report = datasetReportSchema.parse(message.report);
        // Electron's utility process does not end at once.
        child.kill();
      } else {
        const { type: _, ...progress } = message;
        onProgress(progress);
      }
    });
    child.onExit(({ code, signal: by, error }) => {
      signal.removeEventListener('abort', kill);
      if (report) resolve(report);
      else if (signal.aborted) reject(signal.reason);
      else {
        const said = errorLine(output) ?? output.trim().split('\n').at(-1) ?? '';
        const why = failure ?? error ?? `its process ended with ${code ?? by}. ${said}`.trim();
        reject(new Error(`The data set could not be reported on: ${why}`));
      }
    });
  });
}
