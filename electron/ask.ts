/** The shell's own questions, in the system's message box. */
import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { t } from '../core/messages';

export interface Question<Answer extends string> {
  type?: 'question' | 'warning' | 'error';
  message: string;
  detail: string;
  /** The first is the default. */
  buttons: readonly { answer: Answer; label: string }[];
  /** What closing the box means. */
  cancel: Answer;
}

export type AgainOrQuit = 'again' | 'quit';

/** Type and buttons of a question after a crash. */
export const againOrQuit = () =>
  ({
    type: 'error',
    buttons: [
      { answer: 'again', label: t('desktop.tryAgain') },
      { answer: 'quit', label: t('desktop.quit') },
    ],
  }) as const;

export async function ask<Answer extends string>(
  { type = 'question', message, detail, buttons, cancel }: Question<Answer>,
  window: BrowserWindow | undefined = BrowserWindow.getAllWindows()[0],
): Promise<Answer> {
  const options: MessageBoxOptions = {
    type,
    message,
    detail,
    title: 'Skipwire',
    buttons: buttons.map(({ label }) => label),
    defaultId: 0,
    cancelId: buttons.findIndex(({ answer }) => answer === cancel),
    noLink: true,
  };
  const { response } = await (window && !window.isDestroyed() && window.isVisible()
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return buttons[response]?.answer ?? cancel;
}
