/** Shows the study on the taskbar or dock and in notifications, and keeps the machine awake. */
import { BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { News } from './news';
import type { Shown } from './study-watch';

let blocker: number | undefined;

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

/** Not shown while a window has the focus. */
export function notify({ title, body }: News, onClick: () => void): void {
  if (BrowserWindow.getFocusedWindow() || !Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  notification.on('click', onClick);
  notification.show();
}
