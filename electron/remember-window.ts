/** Restores the window's position and size. */
import { join } from 'node:path';
import { app, type BrowserWindow, screen } from 'electron';
import { z } from 'zod';
import { SmallFile } from './small-file';
import { placeWindow, type WindowPlace } from './window-place';

const schema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  maximized: z.boolean(),
});

const file = () => new SmallFile<WindowPlace>(join(app.getPath('userData'), 'window.json'), schema);

/** Call it when the app is ready. */
export const lastPlace = () =>
  placeWindow(
    file().read(),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );

/** Milliseconds. */
const PAUSE_MS = 400;

export function rememberPlace(window: BrowserWindow): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
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
