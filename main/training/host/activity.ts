/** What a worker was at, by its last message: for the words about one that died. */
import type { MessageOrText } from '../../../core/messages';
import type { FromWorker } from '../protocol/messages';

/** To stand after "while"; undefined for messages that do not tell. */
export function doing(message: FromWorker): MessageOrText | undefined {
  switch (message.type) {
    case 'ready':
      return 'beginning';
    case 'progress':
      return message.progress.phase;
    case 'started':
      return 'making its first step';
    case 'step':
      return `training, after step ${message.metrics.step}`;
    case 'statistics':
      return `re-estimating the BatchNorm statistics of epoch ${message.epoch}`;
    case 'validating':
      return `validating epoch ${message.epoch}`;
    case 'epoch':
      return `training, after epoch ${message.metrics.epoch}`;
    case 'testing':
      return 'making the final test';
    default:
      return undefined;
  }
}
