/** Closing or reloading a window in which something is not saved: Electron asks nothing by itself, it only stays. */

import { type BrowserWindow, dialog } from 'electron';
import { t } from '../core/messages';

const LEAVE = 1;

/** @param stays hears that the window does not close after all. */
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
    // Ignores the page's wish to stay.
    if (answer === LEAVE) event.preventDefault();
    else stays();
  });
}
