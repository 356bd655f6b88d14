/** log.txt, and what a run is doing before its first step. */
import { inEnglish, type Message } from '../../../core/messages';
import { appendTextSync } from '../../disk/regular-file';
import type { FromWorker } from '../protocol/messages';

export class RunLog {
  constructor(
    private readonly path: string,
    private readonly send: (message: FromWorker) => void,
  ) {}

  log = (text: string): void => {
    try {
      appendTextSync(this.path, `${new Date().toISOString()} ${text}\n`);
    } catch {
      // The log is a convenience; what must not be lost goes through the metrics and fails there.
    }
  };

  progress(phase: Message): void {
    this.log(inEnglish(phase));
    this.send({ type: 'progress', progress: { phase } });
  }
}
