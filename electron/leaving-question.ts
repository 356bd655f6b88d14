import { t } from '../core/messages';
import type { Question } from './ask';

export type LeavingAnswer = 'background' | 'pause' | 'cancel';

/** @param training a sentence. */
export const leavingQuestion = (training: string): Question<LeavingAnswer> => ({
  message: t('desktop.background.message'),
  detail: t('desktop.background.detail', { training }),
  buttons: [
    { answer: 'background', label: t('desktop.background.keep') },
    { answer: 'pause', label: t('desktop.pauseAndQuit') },
    { answer: 'cancel', label: t('common.cancel') },
  ],
  cancel: 'cancel',
});
