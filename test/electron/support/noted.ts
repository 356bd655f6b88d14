/** What the app shows outside its window, where a test cannot look: noted in the main process. */
import type { Desktop } from './app';

export interface Noted {
  /** Share shown on the taskbar or dock; -1 takes it away. */
  progress: number[];
  notifications: { title: string; body: string }[];
}

/** From now on, as if the person looked elsewhere and the desktop could show notifications. */
export const startNoting = (app: Desktop): Promise<void> =>
  app.main(({ BrowserWindow, Notification }) => {
    const noted: Noted = { progress: [], notifications: [] };
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.setProgressBar = (fraction) => void noted.progress.push(fraction);
    BrowserWindow.getFocusedWindow = () => null;
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      noted.notifications.push({ title: this.title, body: this.body });
    };
    Object.assign(globalThis, { noted });
  });

export const noted = (app: Desktop): Promise<Noted> =>
  app.main(() => (globalThis as unknown as { noted: Noted }).noted);
