import { BrowserWindow, nativeTheme } from 'electron';
import { START_PAGE } from './origin';
import { lastPlace, rememberPlace } from './remember-window';
import { SMALLEST } from './window-place';

export interface WindowOptions {
  preload: string;
  icon: string;
}

/** Backgrounds of the two themes, so that the window does not flash before its page has loaded. */
const BACKGROUND = { dark: '#0f1216', light: '#f3f5f7' };

export function openWindow({ preload, icon }: WindowOptions): BrowserWindow {
  const { maximized, ...place } = lastPlace();
  const window = new BrowserWindow({
    ...place,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Skipwire',
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  rememberPlace(window);
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  void window.loadURL(START_PAGE);
  return window;
}
