/** Restores the window's position and size. */
import { join } from 'node:path';
import { app, type BrowserWindow, screen } from 'electron';
import { SmallFile } from './small-file';
import { placeWindow, windowPlaceSchema } from './window-place';

const file = () => new SmallFile(join(app.getPath('userData'), 'window.json'), windowPlaceSchema);

/** Call it when the app is ready. */
export const lastPlace = () =>
  placeWindow(
    file().read(),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );

/** Milliseconds. */
const PAUSE_MS = 400;

export function rememberPlace(window: BrowserWindow): void {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    if (!window.isDestroyed()) file().write({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE_MS);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', write);
}
