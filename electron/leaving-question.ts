/** What is asked before Skipwire ends. Pure. */
import type { Question } from './ask';

export type LeavingAnswer = 'background' | 'pause' | 'cancel';

/** @param training what trains, in a sentence. */
export const leavingQuestion = (training: string): Question<LeavingAnswer> => ({
  message: 'Keep training in the background?',
  detail: `${training}\n\nIn the background, Skipwire has an icon in the system tray. To see its window again, click the icon or start Skipwire. If you pause and quit, the next start offers to resume.`,
  buttons: [
    { answer: 'background', label: 'Keep training' },
    { answer: 'pause', label: 'Pause and quit' },
    { answer: 'cancel', label: 'Cancel' },
  ],
  cancel: 'cancel',
});
