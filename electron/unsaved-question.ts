/** Asks before a window with unsaved changes closes or reloads. Without it, Electron just keeps the window open. */

import { type BrowserWindow, dialog } from 'electron';
import { t } from '../core/messages';

const LEAVE = 1;

/** @param stays called if the window does not close. */
export function askBeforeLeaving(window: BrowserWindow, stays: () => void): void {
  window.webContents.on('will-prevent-unload', (event) => {
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
