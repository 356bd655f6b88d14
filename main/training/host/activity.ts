import { type MessageOrText, message } from '../../../core/messages';
import type { FromWorker } from '../protocol/messages';

/** What a worker is doing, by its last message, to follow "while"; undefined if the message does not say. */
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
