/** What a worker was at, by its last message: for the words about one that died. */
import { type MessageOrText, message } from '../../../core/messages';
import type { FromWorker } from '../protocol/messages';

/** To stand after "while"; undefined for messages that do not tell. */
export function activityOf(said: FromWorker): MessageOrText | undefined {
  switch (said.type) {
    case 'ready':
      return message('training.activity.beginning');
    case 'progress':
      return said.progress.phase;
    case 'started':
      return message('training.activity.firstStep');
    case 'step':
      return message('training.activity.afterStep', { step: said.metrics.step });
    case 'statistics':
      return message('training.activity.statistics', { epoch: said.epoch });
    case 'validating':
      return message('training.activity.validating', { epoch: said.epoch });
    case 'epoch':
      return message('training.activity.afterEpoch', { epoch: said.metrics.epoch });
    case 'testing':
      return message('training.activity.testing');
    default:
      return undefined;
  }
}
