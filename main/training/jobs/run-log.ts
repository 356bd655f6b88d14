/** Writes log.txt and sends progress. */
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
      // Only a convenience.
    }
  };

  progress(phase: Message): void {
    this.log(inEnglish(phase));
    this.send({ type: 'progress', progress: { phase } });
  }
}
