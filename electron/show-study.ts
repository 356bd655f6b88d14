/** The study under way on the taskbar or dock and in notifications; the machine stays awake meanwhile. */
import { BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { News } from './news';
import type { Shown } from './study-watch';

let blocker: number | undefined;

/** The screen may go dark, the machine may not sleep. */
export function keepAwake(active: boolean): void {
  if (active) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
  else if (blocker !== undefined) {
    powerSaveBlocker.stop(blocker);
    blocker = undefined;
  }
}

export function showProgress({ active, fraction }: Shown): void {
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(active ? fraction : -1);
}

/** Only for one who looks elsewhere. @param onClick after the person clicked it. */
export function notify({ title, body }: News, onClick: () => void): void {
  if (BrowserWindow.getFocusedWindow() || !Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  notification.on('click', onClick);
  notification.show();
}
