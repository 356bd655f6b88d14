/** Asks before a window with unsaved changes closes or reloads. Without it, Electron just keeps the window open. */

import { type BrowserWindow, dialog } from 'electron';
import { t } from '../core/messages';

const LEAVE = 1;

/** Milliseconds between attempts to close, and how long those go on before it asks: saving usually takes less. */
const AGAIN_AFTER = 50;
const PATIENCE = 2000;

export interface Staying {
  /** Closes the window again, or quits again. */
  again(): void;
  /** The window does not close. */
  stays(): void;
}

export function askBeforeLeaving(window: BrowserWindow, { again, stays }: Staying): void {
  let closes = false;
  let since: number | undefined;
  window.on('close', (event) => {
    closes = !event.defaultPrevented;
  });
  window.webContents.on('will-prevent-unload', (event) => {
    if (closes) {
      closes = false;
      since ??= Date.now();
      if (Date.now() - since < PATIENCE) {
        setTimeout(() => {
          if (!window.isDestroyed()) again();
        }, AGAIN_AFTER);
        return;
      }
    }
    since = undefined;
    const answer = dialog.showMessageBoxSync(window, {
      type: 'warning',
      message: t('desktop.leave.message'),
      detail: t('desktop.leave.detail'),
      buttons: [t('desktop.leave.stay'), t('desktop.leave.leave')],
      defaultId: 0,
      cancelId: 0,
    });
    // Closes the window after all.
    if (answer === LEAVE) event.preventDefault();
    else stays();
  });
}
