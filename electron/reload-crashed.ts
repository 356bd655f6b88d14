/** Reloads a crashed window and says what happened. */
import { type App, BrowserWindow, type BrowserWindow as Window } from 'electron';
import type { ShellEvent } from '../core/contract/shell';
import { type AgainOrQuit, ask, type Question } from './ask';
import { childGoneWords, diesAgainQuestion, type Gone, mayReload, reloadedWords } from './crash-texts';

export interface RecoverOptions {
  app: Pick<App, 'on' | 'quit'>;
  tell(event: ShellEvent): void;
  isTraining(): boolean;
  askPerson?: (question: Question<AgainOrQuit>, window: Window) => Promise<AgainOrQuit>;
  now?: () => number;
}

export function recoverWindows(options: RecoverOptions): void {
  const { app, tell, isTraining, askPerson = ask, now = Date.now } = options;
  const deaths: number[] = [];
  app.on('render-process-gone', async (_event, contents, details: Gone) => {
    const window = BrowserWindow.fromWebContents(contents);
    if (details.reason === 'clean-exit' || !window) return;
    deaths.push(now());
    if (!mayReload(deaths, now())) {
      if ((await askPerson(diesAgainQuestion(details, isTraining()), window)) === 'quit') return app.quit();
      deaths.length = 0;
    }
    contents.once('did-finish-load', () =>
      tell({ type: 'notice', severity: 'warning', text: reloadedWords(details, isTraining()) }),
    );
    contents.reload();
  });
  app.on('child-process-gone', (_event, details: Gone) => {
    const text = childGoneWords(details, isTraining());
    if (text !== undefined) tell({ type: 'notice', severity: 'info', text });
  });
}
