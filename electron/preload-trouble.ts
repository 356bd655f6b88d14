/** A window whose preload script failed cannot reach the host: offers to try again. */

import type { App, WebContents } from 'electron';
import { t } from '../core/messages';
import { type AgainOrQuit, againOrQuit, ask, type Question } from './ask';

const preloadQuestion = (path: string, error: Error): Question<AgainOrQuit> => ({
  ...againOrQuit(),
  message: t('desktop.preload.message'),
  detail: t('desktop.preload.detail', { path, error: error.message }),
  cancel: 'quit',
});

export function watchPreload(
  app: Pick<App, 'on' | 'quit'>,
  askPerson: (question: Question<AgainOrQuit>) => Promise<AgainOrQuit> = ask,
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
