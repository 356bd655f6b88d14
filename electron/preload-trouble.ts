/** A window whose preload script failed cannot reach the host: offers to try again. */

import type { App, WebContents } from 'electron';
import { t } from '../core/messages';
import { ask, type Question } from './ask';

type Answer = 'again' | 'quit';

export const preloadQuestion = (path: string, error: Error): Question<Answer> => ({
  type: 'error',
  message: t('desktop.preload.message'),
  detail: t('desktop.preload.detail', { path, error: error.message }),
  buttons: [
    { answer: 'again', label: t('desktop.tryAgain') },
    { answer: 'quit', label: t('desktop.quit') },
  ],
  cancel: 'quit',
});

export function watchPreload(
  app: Pick<App, 'on' | 'quit'>,
  askPerson: (question: Question<Answer>) => Promise<Answer> = ask,
): void {
  app.on('web-contents-created', (_created, contents: WebContents) => {
    let asking = false;
    contents.on('preload-error', async (_event, path, error) => {
      console.error(`${path} failed:`, error);
      // Every document of the window reports it.
      if (asking) return;
      asking = true;
      const answer = await askPerson(preloadQuestion(path, error));
      asking = false;
      if (answer === 'again') contents.reload();
      else app.quit();
    });
  });
}
